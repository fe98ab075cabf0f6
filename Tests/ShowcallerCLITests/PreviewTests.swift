import Foundation
import Testing

@Suite struct PreviewTests {
    @Test(arguments: ["maintenance-notice", "award-night", "apollo-11"])
    func theTableIsWhatItWas(schedule: String) async throws {
        let preview = try await Tool().run("preview", "\(Tool.schedules)/\(schedule).yaml")
        #expect(preview.status == 0)
        try GoldenFile.expect(preview.output, equals: "preview/\(schedule).txt")
    }

    @Test(arguments: ["jsonl", "csv"])
    func formatsForProgramsAreWhatTheyWere(format: String) async throws {
        let preview = try await Tool().run(
            "preview", "\(Tool.schedules)/first-show.yaml", "--start", "2026-11-20T12:00:00Z", "--format", format)
        #expect(preview.status == 0)
        #expect(preview.errors.contains("26 deliveries"))
        try GoldenFile.expect(preview.output, equals: "preview/first-show.\(format)")
    }

    @Test func apolloIsAnnouncedAtTheMissionsOwnTimes() async throws {
        let csv = try String(
            contentsOf: Tool.package.appending(path: "Schedules/apollo-11.csv"), encoding: .utf8)
        let expected = csv.split(separator: "\n").dropFirst().map { line in
            Self.milliseconds(line.split(separator: ",", maxSplits: 1)[0])
        }
        #expect(expected.first == Self.milliseconds("-93:00:00"))
        #expect(expected.last == 703_115_000)
        let preview = try await Tool().run("preview", "\(Tool.schedules)/apollo-11.yaml", "--format", "jsonl")
        let rows = try preview.lines.map { line in
            try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        for room in ["apollo-mission-control", "apollo-public"] {
            let offsets = rows.filter { $0["room"] as? String == room }.compactMap { $0["offset_ms"] as? Int }
            #expect(offsets == expected)
        }
    }

    /// `-05:17:00`, `000:02:15.2`, in exact integers.
    private static func milliseconds(_ text: Substring) -> Int {
        let parts = text.drop { $0 == "-" }.split(separator: ":")
        let seconds = parts[2].split(separator: ".")
        let fraction = seconds.count > 1 ? seconds[1].padding(toLength: 3, withPad: "0", startingAt: 0) : "0"
        let total = (Int(parts[0])! * 60 + Int(parts[1])!) * 60 + Int(seconds[0])!
        let milliseconds = total * 1000 + Int(fraction)!
        return text.hasPrefix("-") ? -milliseconds : milliseconds
    }

    @Test func roomsAndLimitsChooseWhatIsShown() async throws {
        let tool = try Tool()
        let path = "\(Tool.schedules)/first-show.yaml"
        let room = try await tool.run("preview", path, "--room", "backstage", "--format", "jsonl", "--start", "now")
        #expect(room.lines.count == 3)
        let byID = try await tool.run("preview", path, "--room", "demo-backstage", "--format", "csv", "--start", "now")
        #expect(byID.lines.count == 4)
        let group = try await tool.run("preview", path, "--room", "everyone", "--format", "jsonl", "--start", "now")
        #expect(group.lines.count == 26)
        let limited = try await tool.run("preview", path, "--limit", "2", "--format", "jsonl", "--start", "now")
        #expect(limited.lines.count == 2)
        let unknown = try await tool.run("preview", path, "--room", "backstge")
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("did you mean \"backstage\"?"))
    }

    @Test func aPageIsOneFileForSigning() async throws {
        let path = "\(Tool.schedules)/bilingual-launch.yaml"
        let page = try await Tool().run("preview", path, "--format", "html", "--room", "chinese")
        #expect(page.status == 0)
        for words in [
            "<!DOCTYPE html>", "Lumen One launch", "直播间已开门", "main-zh", "holds here", "Signature", "</html>\n",
        ] {
            #expect(page.output.contains(words), "\(words)")
        }
        #expect(!page.output.contains("main-en"))
        #expect(page.errors.contains("194 deliveries"))
    }

    @Test func aLimitIsOfRows() async throws {
        let path = "\(Tool.schedules)/bilingual-launch.yaml"
        let cues = try await Tool().run("preview", path, "--limit", "2")
        #expect(cues.output.contains("194 deliveries (6 shown)"))
        let deliveries = try await Tool().run("preview", path, "--limit", "2", "--each")
        #expect(deliveries.output.contains("194 deliveries (2 shown)"))
    }

    @Test func aQuotaThatDelaysIsShown() async throws {
        let preview = try await Tool().run(
            "preview", "\(Tool.schedules)/first-show.yaml", "--rate", "1", "--start", "2026-11-20T12:00:00Z")
        #expect(preview.output.contains("worst expected lateness"))
        #expect(preview.output.contains("+1.0 s"))
    }

    @Test func aMessageWithoutEndIsShownInPartAndSaysSo() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: forever
            sender: {id: s}
            messages:
              - {id: tick, every: 1s, rooms: r, text: "{{ occurrence }}"}
              - {id: hourly, every: 1h, rooms: r, text: on the hour}
            """, to: "forever.yaml")
        let preview = try await tool.run("preview", "forever.yaml", "--format", "jsonl", "--start", "now")
        #expect(preview.lines.count == 1024)
        #expect(preview.errors.contains("tick has no end: its first day or 1000 are shown"))
        #expect(preview.errors.contains("hourly has no end"))
    }

    @Test func aReaderThatHasEnoughIsNoTrouble() async throws {
        let tool = try Tool()
        try tool.write(
            """
            timeline: long
            sender: {id: s}
            messages:
              - {every: 1s, times: 20000, rooms: r, text: "a line of a long, long night"}
            """, to: "long.yaml")
        for format in ["table", "jsonl"] {
            let preview = try await tool.start(
                shell: """
                    --version | { "$0" preview long.yaml --start now --format \(format); echo "status $?" >&2; } | head -n 3
                    """
            ).finished()
            #expect(preview.lines.count == 3)
            #expect(preview.errors == "status 0\n")
        }
    }

    private static let weekly = """
        timeline: weekly
        title: Friday night
        start: {cron: "0 20 * * FRI"}
        timezone: Europe/Berlin
        sender: {id: s}
        defaults: {rooms: [lobby]}
        messages:
          - {id: doors, at: -10m, category: chat, text: The doors are open}
          - {id: hi, at: 0, text: 'It is {{ due | strftime("%d.%m. %H:%M") }}'}
        """

    @Test func whatGoesOutInAFewWeeks() async throws {
        let tool = try Tool()
        try tool.write(Self.weekly, to: "weekly.yaml")
        try tool.write(
            """
            timeline: once
            title: Only once
            start: 2026-11-20 19:59:30
            sender: {id: s}
            messages:
              - {id: a, at: 30s, rooms: [lobby], text: a}
              - {id: b, at: 1s, rooms: [lobby], text: b, skip: true}
            """, to: "once.yaml")
        let preview = try await tool.run("preview", ".", "--from", "2026-11-20", "--to", "2026-11-28 00:00")
        #expect(preview.status == 0)
        try GoldenFile.expect(preview.output, equals: "preview/window.txt")
        let chat = try await tool.run(
            "preview", "weekly.yaml", "--from", "2026-11-20", "--category", "chat", "--format", "jsonl")
        #expect(chat.lines.count == 1)
        #expect(chat.output.contains("\"run\":\"weekly@20261120T190000Z\""))
        #expect(chat.errors.contains("2 deliveries (1 shown)"))
    }

    @Test func aWindowIsOfOffsetsOrOfInstants() async throws {
        let tool = try Tool()
        try tool.write(Self.weekly, to: "weekly.yaml")
        let offsets = try await tool.run("preview", "weekly.yaml", "--from", "-10m", "--to", "-1s", "--format", "jsonl")
        #expect(offsets.lines.count == 1)
        for window in [
            ["--from", "-10m", "--to", "2026-11-20"], ["--from", "2026-11-21", "--to", "2026-11-20"],
            ["--from", "1h", "--to", "1m"], ["--from", "soon"], ["--category", "loud"],
        ] {
            let wrong = try await tool.start(["preview", "weekly.yaml"] + window).finished()
            #expect(wrong.status == 64, "\(window)")
            #expect(wrong.errors.contains("Error:"), "\(window)")
        }
        let empty = try await tool.run("preview", "weekly.yaml", "--from", "2026-11-21", "--to", "2026-11-22")
        #expect(empty.status == 0)
        #expect(empty.output.contains("nothing is played from 2026-11-21 00:00:00"))
    }
}
