import Foundation
import HostSystem
import ShowTime
import Testing
import ZegoSimulator

/// Shows over real HTTP. Each lasts some seconds; nothing in here asks how long anything took.
@Suite(.timeLimit(.minutes(10)))
struct RunTests {
    private static let sixSeconds = """
        timeline: show
        sender: {id: host}
        defaults: {rooms: [a, b]}
        messages:
          - {id: m1, at: 500ms, text: one}
          - {id: m2, at: 1s, text: two}
          - {id: m3, at: 1500ms, text: three}
          - {id: m4, at: 2s, text: four}
          - {id: m5, at: 2500ms, text: five}
          - {id: m6, at: 3s, text: six}
        """

    @Test func whatArrivesIsWhatPreviewPrintedByteForByte() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(
                #"""
                timeline: bytes
                sender: {id: "host+1", name: "Näme & Co"}
                vars: {sum: 1999, "quoted": "\"yes\" & 'no'"}
                rooms:
                  main: {id: "room~!@#$^&*()_+=-`;',.<>\\1", vars: {greeting: 你好}}
                messages:
                  - {id: a, at: 200ms, rooms: main, text: "1 + 1 = 2 & 100% sure? #yes; a%20b%2B"}
                  - {id: b, at: 300ms, rooms: main, category: chat, text: "{{ greeting }}，{{ quoted }} 👨‍👩‍👧‍👦 🇨🇳 ¥{{ sum * 2 }}"}
                  - id: c
                    at: 400ms
                    rooms: main
                    text: |
                      two
                        lines	tab \n "quoted" \ back {{ due | strftime("%H:%M:%S") }}
                """#, to: "bytes.yaml")
            let start = Self.soon()
            let preview = try await tool.run("preview", "bytes.yaml", "--format", "jsonl", "--start", start)
            let run = try await tool.run("run", "bytes.yaml", "--start", start)
            #expect(run.status == 0)
            let expected = try preview.lines.map { line in
                let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                return row?["content"] as? String ?? ""
            }
            #expect(expected.count == 3)
            // On a busy host those that are due a moment apart leave together, system before chat.
            #expect(server.received.map { $0.query["MessageContent"] ?? "" }.sorted() == expected.sorted())
            #expect(
                server.received.allSatisfy { $0.query["UserName"] == "Näme & Co" && $0.query["UserId"] == "host+1" })
            #expect(server.received.map { $0.query["MessageCategory"] ?? "" }.sorted() == ["1", "1", "2"])
            #expect(server.received.allSatisfy { $0.code == .success })
            #expect(Set(server.received.map { $0.query["SignatureNonce"] }).count == 3)
        }
    }

    /// A start that lies a little ahead, so that two commands can be given the same.
    private static func soon() -> String { (SystemTime().now.wall + .seconds(2)).wholeMilliseconds.rfc3339 }

    @Test func threeHundredRoomsAtOnceStayWithinTheQuota() async throws {
        try await Server.running {
            $0.latency = .milliseconds(150)
        } _: { server in
            let tool = try Tool(environment: server.environment)
            let rooms = (1...300).map { "r\($0)" }.joined(separator: ", ")
            try tool.write(
                "timeline: flood\nsender: {id: host}\nmessages:\n  - {id: hi, at: 500ms, rooms: [\(rooms)], text: hi}\n",
                to: "flood.yaml")
            let run = try await tool.run("run", "flood.yaml", "--start", "now")
            #expect(run.status == 0, "\(run.output.split(separator: "\n").filter { !$0.contains("accepted") })")
            // What left is what is promised; what a busy machine makes of it on the way is answered with 206 and obeyed.
            let times = try tool.log().filter { $0["event"] as? String == "attempt" }
                .compactMap { ($0["time"] as? String).flatMap { try? WrittenTime($0) } }
                .compactMap { if case .instant(let instant) = $0 { instant } else { nil } }
            for (index, time) in times.enumerated() {
                #expect(times[...index].count { time - $0 < .seconds(1) } <= 100)
            }
            #expect(server.shown.count == 300)
            #expect(server.shown.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func eachBadRoomEndsAsItsClassSaysAndTheOthersAreSent() async throws {
        try await Server.running {
            $0.faults = [
                "104:r104", "50012:r50012", "http500:r500", "garbage:rgarbage", "hang:rhang", "reset:rreset",
                "206:r206",
            ]
            .compactMap { try? Fault($0) }
        } _: { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(
                """
                timeline: mix
                sender: {id: host}
                defaults: {category: chat, max_late: 2m}
                messages:
                  - {id: t, at: 200ms, rooms: [r206], max_late: 12s, text: "T"}
                  - {id: a, at: 200ms, rooms: [good, r104, r50012, r500, rgarbage, rhang, rreset, other], text: "A"}
                  - {id: b, at: 1s, rooms: [good, other], text: "B"}
                  - {id: c, at: 3s, rooms: [good, other], text: "C"}
                """, to: "mix.yaml")
            let run = try await tool.run("run", "mix.yaml", "--start", "now")
            #expect(run.status == 3)
            let results = try tool.log().filter { $0["event"] as? String == "result" }
            func final(_ delivery: String) -> String? {
                results.last { $0["delivery"] as? String == delivery }?["outcome"] as? String
            }
            #expect(final("a#1@r104") == "rejected")
            #expect(final("a#1@r50012") == "rejected")
            #expect(final("t#1@r206") == "missed")
            #expect(final("a#1@r500") == "unknown")
            #expect(final("a#1@rgarbage") == "unknown")
            #expect(final("a#1@rhang") == "unknown")
            #expect(final("a#1@rreset") == "unknown")
            for room in ["good", "other"] {
                for message in ["a", "b", "c"] { #expect(final("\(message)#1@\(room)") == "sent") }
            }
            let end = try #require(tool.log().last)
            #expect(end["event"] as? String == "end")
            #expect(end["planned"] as? Int == 13)
            #expect(end["sent"] as? Int == 6)
            #expect(end["unknown"] as? Int == 4)
            // A room that is always throttled must not keep back those that are not: all was sent long before it was given up.
            let order = results.filter { ["sent", "missed"].contains($0["outcome"] as? String) }
            #expect(order.last?["room"] as? String == "r206")
        }
    }

    @Test(arguments: [SIGKILL, SIGTERM])
    func theSameCommandGoesOnWithTheSameRunAndNothingIsShownTwice(signal: Int32) async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            // A slow host has time for the signal before the second half.
            let show = Self.sixSeconds.replacing("at: 2s", with: "at: 20s").replacing("at: 2500ms", with: "at: 20500ms")
            try tool.write(show.replacing("at: 3s", with: "at: 21s"), to: "show.yaml")
            let simulated = try tool.start("run", "show.yaml", "--simulate", "--start", "now")
            let first = try tool.start("run", "show.yaml", "--start", "now")
            try await first.says("m3 → b")
            first.send(signal)
            #expect(try await first.finished().status == (signal == SIGTERM ? 4 : SIGKILL))
            let second = try await tool.run("run", "show.yaml", "--start", "now")
            #expect(second.output.contains("going on with this run"))
            #expect(server.shown.values.allSatisfy { $0 == 1 })
            let end = try #require(tool.log().last)
            #expect(end["event"] as? String == "end")
            #expect(end["planned"] as? Int == 12)
            let outcomes = ["sent", "rejected", "failed", "missed", "cancelled", "unknown", "invalid"]
            #expect(outcomes.compactMap { end[$0] as? Int }.reduce(0, +) == 12)
            // What was on its way when the process was killed is unknown: it was shown, or it was not.
            let (sent, unknown) = (end["sent"] as? Int ?? 0, end["unknown"] as? Int ?? 0)
            #expect((sent...sent + unknown).contains(server.shown.count))
            #expect(
                try tool.log().filter { $0["event"] as? String == "run" }.map { $0["resumed"] as? Bool } == [
                    false, true,
                ])
            #expect(try await simulated.finished().status == 0)
            #expect(try tool.log(in: "runs/rehearsals").last?["sent"] as? Int == 12)
        }
    }

    @Test func aRunThatHasEndedIsNotPlayedAgain() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(Self.sixSeconds, to: "show.yaml")
            let start = (SystemTime().now.wall - .seconds(2)).wholeMilliseconds.rfc3339
            let first = try await tool.run("run", "show.yaml", "--start", start)
            #expect(first.status == 0)
            let before = try tool.log()
            let second = try await tool.run("run", "show.yaml", "--start", start)
            #expect(second.status == 0)
            #expect(second.output.contains("has ended before"))
            #expect(try tool.log().count == before.count)
            #expect(server.received.count == 12)
            let past = try await tool.run("run", "show.yaml", "--start", "2020-01-01T00:00:00Z")
            #expect(past.status == 1)
            #expect(past.errors.contains("this show ended at 2020-01-01 00:00:33 (UTC)"))
        }
    }

    @Test func aWrongSecretHoldsTheShowUntilTheRightOneIsInItsFile() async throws {
        try await Server.running { server in
            var environment = server.environment
            environment["ZEGO_SERVER_SECRET"] = nil
            environment["ZEGO_SERVER_SECRET_FILE"] = "secret"
            let tool = try Tool(environment: environment)
            try tool.write("not-the-secret-0123456789\n", to: "secret")
            try tool.write(
                """
                timeline: held
                sender: {id: host}
                defaults: {rooms: [a, b], max_late: 5s}
                messages:
                  - {id: early, at: 200ms, text: too late by then}
                  - {id: kept, at: 300ms, late: send, text: kept}
                  - {id: last, at: 9s, max_late: 5m, text: last}
                """, to: "held.yaml")
            let run = try tool.start("run", "held.yaml", "--start", "now")
            try await run.says("account held")
            try await run.says("early → a  100000005 account held")
            try tool.write(server.simulator.configuration.serverSecret.text, to: "secret")
            let finished = try await run.finished()
            #expect(finished.status == 3)
            #expect(finished.output.components(separatedBy: "account held: ").count == 2)
            #expect(finished.output.contains("account works again"))
            let end = try #require(tool.log().last)
            #expect(end["missed"] as? Int == 2)
            #expect(end["sent"] as? Int == 4)
            // Those that were on their way when it was found out, and a probe now and then.
            #expect(server.received.count { $0.code != .success } <= 10)
            #expect(!finished.output.contains("not-the-secret"))
            try FileManager.default.removeItem(at: tool.folder.appending(path: "secret"))
            #expect(try !tool.everythingWritten().contains("not-the-secret"))
        }
    }

    @Test func operatorsCommandsAreCarriedOutLoggedAndSurviveAKill() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            // The gap is for the commands: each is a process of its own, which takes its time on a busy machine.
            try tool.write(
                """
                timeline: show
                sender: {id: host}
                defaults: {rooms: [a, b], max_late: 2m}
                messages:
                  - {id: m1, at: 300ms, text: one}
                  - {id: m2, at: 60s, text: two}
                  - {id: m3, at: 60500ms, text: three}
                  - {id: m4, at: 61s, text: four}
                  - {id: m5, at: 61500ms, text: five}
                  - {id: m6, at: 90s, text: six}
                """, to: "show.yaml")
            let first = try tool.start("run", "show.yaml", "--start", "now")
            try await first.says("m1 → b")
            #expect(try await tool.run("tell", "hold").output.contains("held"))
            let held = try await tool.run("tell", "status").output
            #expect(held.contains("  held (20") && held.contains(", by \(NSUserName())), 2 of 12 accepted"))
            #expect(try await tool.run("tell", "show", "skip", "m4").output.contains("m4 is skipped"))
            first.send(SIGKILL)
            _ = try await first.finished()
            let second = try tool.start("run", "show.yaml", "--start", "now")
            try await second.says("log: ")
            // The socket is there a moment after the first words are.
            var status = try await tool.run("tell", "status")
            while status.status != 0 { status = try await tool.run("tell", "status") }
            #expect(status.output.contains("held"))
            let unknown = try await tool.run("tell", "skip", "m55")
            #expect(unknown.status == 1)
            #expect(unknown.errors.contains("did you mean \"m5\"?"))
            #expect(try await tool.run("tell", "shift", "-58s").output.contains("moved by -58s"))
            #expect(try await tool.run("tell", "go").output.contains("goes on"))
            try await second.says("m5 → b")
            #expect(try await tool.run("tell", "cancel").output.contains("cancelled"))
            let finished = try await second.finished()
            #expect(finished.status == 3)
            let log = try tool.log()
            #expect(log.compactMap { $0["action"] as? String } == ["hold", "skip", "shift", "go", "cancel"])
            let end = try #require(log.last)
            #expect(end["planned"] as? Int == 12)
            #expect(end["sent"] as? Int == 8)
            #expect(end["cancelled"] as? Int == 4)
            #expect(server.shown.values.allSatisfy { $0 == 1 })
            #expect(!server.shown.keys.contains("a: four"))
            #expect(try await tool.run("tell", "status").status == 1)
        }
    }

    @Test func aReaderThatNeverReadsDelaysNothing() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(
                """
                timeline: loud
                sender: {id: host}
                messages:
                  - {id: m, every: 12ms, times: 200, rooms: [\(String(repeating: "r", count: 100))], text: "{{ occurrence }}"}
                """, to: "loud.yaml")
            // A pipe with nobody at its other end but us, who do not read; made small so that it is full at once.
            let pipe = Pipe()
            _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, 1031, 4096)
            let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
            defer { close(nowhere) }
            let process = try ChildProcess(
                Tool.executable.path(), ["run", "loud.yaml", "--start", "now", "--room-rate", "unlimited"],
                environment: tool.environment, folder: tool.folder.path(),
                output: pipe.fileHandleForWriting.fileDescriptor, errors: nowhere)
            #expect(await process.finished() == 0)
            #expect(server.shown.count == 200)
            #expect(server.shown.values.allSatisfy { $0 == 1 })
        }
    }

    @Test func aSecondSchedulerOfTheAccountIsRefusedAndSendGoesThroughTheFirst() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            // It goes on for as long as a slow host needs for what follows.
            try tool.write(Self.sixSeconds + "\n  - {id: z, at: 1h, rooms: a, text: z}\n", to: "show.yaml")
            try tool.write(Self.sixSeconds.replacing("timeline: show", with: "timeline: other"), to: "other.yaml")
            let first = try tool.start("run", "show.yaml", "--start", "now")
            try await first.says("m1 → a")
            let second = try await tool.run("run", "other.yaml", "--start", "now")
            #expect(second.status == 1)
            #expect(second.errors.contains("another scheduler of AppID 12345 is running on this host"))
            let sent = try await tool.run("send", "--room", "a", "--user", "stage-manager", "from the wings")
            #expect(sent.status == 0)
            #expect(sent.output.contains("accepted"))
            first.send(SIGTERM)
            #expect(try await first.finished().status == 4)
            #expect(server.shown["a: from the wings"] == 1)
            let alone = try await tool.run("send", "--room", "a", "--user", "u", "--category", "chat", "alone")
            #expect(alone.status == 0)
            #expect(server.received.last?.query["MessageCategory"] == "2")
        }
    }

    @Test func theSecretAndSignedAddressesAreInNoOutputWhateverFails() async throws {
        try await Server.running {
            $0.faults = ["garbage:a@0s..1s", "reset:b", "hang:c", "100000005:d", "http500:e"].compactMap {
                try? Fault($0)
            }
        } _: { server in
            var environment = server.environment
            let secret = "f00dfeedf00dfeedf00dfeedf00dfeed"
            environment["ZEGO_SERVER_SECRET"] = secret
            let tool = try Tool(environment: environment)
            try tool.write(
                """
                timeline: leaks
                sender: {id: host}
                defaults: {max_late: 1s}
                messages:
                  - {id: m, every: 300ms, times: 6, rooms: [a, b, c, d, e, f], text: x}
                """, to: "leaks.yaml")
            let run = try await tool.run("run", "leaks.yaml", "--start", "now")
            #expect(run.status == 3)
            _ = try await tool.run("send", "--room", "a", "--user", "u", "hello")
            _ = try await tool.run("report", "runs")
            var refused = try Tool(environment: environment)
            refused.environment["ZEGO_BASE_URL"] = "http://127.0.0.1:1"
            try refused.write(Self.sixSeconds, to: "show.yaml")
            let nobody = try await refused.run("send", "--room", "a", "--user", "u", "hello")
            #expect(nobody.status == 1)
            #expect(nobody.errors.contains("connection refused") || nobody.errors.contains("cannot connect"))
            for written in [try tool.everythingWritten(), try refused.everythingWritten()] {
                #expect(!written.contains(secret))
                #expect(!written.contains("SignatureNonce"))
                #expect(!written.contains("Signature="))
            }
        }
    }

    @Test func anInvalidTimelineStopsEverythingBesideIt() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(Self.sixSeconds, to: "good.yaml")
            try tool.write(
                "timeline: bad\nsender: {id: s}\nmessages:\n  - {at: 5, rooms: r, text: x}\n", to: "bad.yaml")
            let run = try await tool.run("run", "good.yaml", "bad.yaml", "--start", "now")
            #expect(run.status == 1)
            #expect(run.errors.contains("bad.yaml:4:10"))
            #expect(server.received.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
        }
    }

    @Test(arguments: ["0", "1e-9", "1e9", "nan", "-1", "inf"])
    func aRateThatNobodyCanKeepIsWrongUsage(rate: String) async throws {
        let tool = try Tool()
        try tool.write(Self.sixSeconds, to: "show.yaml")
        for option in ["--rate=\(rate)", "--room-rate=\(rate)"] {
            #expect(try await tool.run("preview", "show.yaml", "--start", "now", option).status == 64)
        }
    }

    @Test func withoutAnAccountTheVariablesAreNamed() async throws {
        let tool = try Tool()
        try tool.write(Self.sixSeconds, to: "show.yaml")
        let run = try await tool.run("run", "show.yaml", "--start", "now")
        #expect(run.status == 1)
        for name in ["ZEGO_APP_ID", "ZEGO_SERVER_SECRET", "ZEGO_SERVER_SECRET_FILE", "--simulate"] {
            #expect(run.errors.contains(name))
        }
        let unlimited = try Tool(environment: ["ZEGO_APP_ID": "1", "ZEGO_SERVER_SECRET": "x"])
        try unlimited.write(Self.sixSeconds, to: "show.yaml")
        let refused = try await unlimited.run("run", "show.yaml", "--start", "now", "--rate", "unlimited")
        #expect(refused.status == 64)
        #expect(refused.errors.contains("on this host only"))
    }

    @Test func manyTimelinesShareOneSchedulerAndAReloadIsRefusedWhereTheFileIsBroken() async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try FileManager.default.createDirectory(
                at: tool.folder.appending(path: "shows"), withIntermediateDirectories: true)
            // Both wait for an operator in the middle, however long a busy host takes for what comes before.
            let script = Self.sixSeconds.replacing("text: five", with: "text: five, hold: true")
            try tool.write(script, to: "shows/one.yaml")
            try tool.write(script.replacing("timeline: show", with: "timeline: two"), to: "shows/two.yml")
            try tool.write("vars: {shared: 1}\n", to: "shows/shared.yaml")
            let run = try tool.start("run", "shows", "--start", "now")
            try await run.says("m1 → b", times: 2)
            try tool.write(script.replacing("text: five", with: "text: 5"), to: "shows/one.yaml")
            run.send(SIGHUP)
            try await run.says("read again: show, two")
            try tool.write("timeline: show\n", to: "shows/one.yaml")
            run.send(SIGHUP)
            try await run.says("refused")
            for show in ["show", "two"] { while try await tool.run("tell", show, "go").status != 0 {} }
            let finished = try await run.finished()
            #expect(finished.status == 0)
            #expect(server.received.count == 24)
            #expect(server.shown["a: 5"] == 1)
            #expect(server.shown["a: five"] == 1)
            #expect(server.shown["a: one"] == 2)
        }
    }

    /// The timeline takes a while to be read, so that the tool is loading when the signal comes. It may have loaded all the same
    /// where this process had to wait for its turn: the show then waits, and the signal is an ordinary reload.
    @Test func aHangUpWhileItLoadsIsAReload() async throws {
        let tool = try Tool()
        func script(_ text: String) -> String {
            """
            timeline: show
            sender: {id: host}
            messages:
              - {id: m, at: 300ms, hold: true, rooms: [a], text: \(text)}

            """
        }
        try tool.write(String(repeating: "# a remark\n", count: 2_000_000) + script("one"), to: "show.yaml")
        try tool.write(script("two"), to: "new.yaml")
        let running = try tool.start("run", "show.yaml", "--simulate", "--start", "now")
        try await running.catches(SIGHUP)
        // What is being read stays open: another file takes its name.
        #expect(
            rename(tool.folder.appending(path: "new.yaml").path(), tool.folder.appending(path: "show.yaml").path()) == 0
        )
        running.send(SIGHUP)
        // Whether it was read again before the show began or after.
        while try await !tool.run("tell", "next").output.contains("two"), running.isRunning {}
        while try await tool.run("tell", "go").status != 0, running.isRunning {}
        let run = try await running.finished()
        #expect(run.status == 0, "\(run.errors)")
        let attempts = try tool.log(in: "runs/rehearsals").filter { $0["event"] as? String == "attempt" }
        #expect(attempts.map { $0["content"] as? String } == ["two"])
    }
}
