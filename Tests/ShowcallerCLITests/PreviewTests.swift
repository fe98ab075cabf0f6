import Foundation
import Testing

@Suite struct PreviewTests {
    @Test(arguments: ["maintenance-notice", "apollo-11"])
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
        let limited = try await tool.run("preview", path, "--limit", "2", "--format", "jsonl", "--start", "now")
        #expect(limited.lines.count == 2)
        let unknown = try await tool.run("preview", path, "--room", "backstge")
        #expect(unknown.status == 64)
        #expect(unknown.errors.contains("did you mean \"backstage\"?"))
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
}
