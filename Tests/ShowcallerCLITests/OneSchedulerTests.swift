import Foundation
import Testing
import ZegoSimulator

/// Two processes of one AppID with any two environments: never both on air, and the one is found from the other.
@Suite(.timeLimit(.minutes(10))) struct OneSchedulerTests {
    /// What a process may be told of where it is.
    enum Surroundings: CaseIterable {
        case session, noSession, unit, elsewhere

        func environment(_ folder: URL) -> [String: String?] {
            switch self {
            case .session: [:]
            case .noSession: ["XDG_RUNTIME_DIR": nil]
            case .unit: ["XDG_RUNTIME_DIR": nil, "RUNTIME_DIRECTORY": folder.appending(path: "unit").path()]
            case .elsewhere:
                [
                    "XDG_RUNTIME_DIR": folder.appending(path: "other").path(), "HOME": "/nowhere",
                    "TMPDIR": folder.appending(path: "other").path(),
                ]
            }
        }
    }

    private func show(_ name: String) -> String {
        """
        timeline: \(name)
        sender: {id: host}
        messages:
          - {id: first, at: 100ms, rooms: a, text: \(name) begins}
          - {id: last, at: 2h, rooms: a, text: \(name) ends}

        """
    }

    private func withTool(_ body: (Tool, Server) async throws -> Void) async throws {
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            for folder in ["unit", "other"] {
                try FileManager.default.createDirectory(
                    at: tool.folder.appending(path: folder), withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o700])
            }
            for name in ["one", "two"] { try tool.write(show(name), to: "\(name).yaml") }
            try await body(tool, server)
        }
    }

    private func tool(_ tool: Tool, in surroundings: Surroundings) -> Tool {
        var tool = tool
        for (name, value) in surroundings.environment(tool.folder) { tool.environment[name] = value }
        return tool
    }

    /// Asks until it is there: it listens a moment after it says that it plays.
    private func find(_ run: String, from tool: Tool) async throws {
        for _ in 0..<300 {
            if try await tool.run("tell", "status").output.contains(run) { return }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw NotFound()
    }

    private struct NotFound: Error {}

    private func expectRefused(_ tool: Tool, besides process: Int32) async throws {
        let second = try await tool.run("run", "two.yaml", "--start", "now", "--log-dir", "second")
        #expect(second.status == 1)
        #expect(
            second.errors.contains("is running on this host (process \(process)): give it all timelines"),
            "\(second.errors)")
        let preflight = try await tool.run("preflight", "two.yaml")
        #expect(preflight.status == 1)
        #expect(preflight.output.contains("is running on this host (process \(process))"), "\(preflight.output)")
    }

    @Test(arguments: Surroundings.allCases) func neverBothAreOnAir(first: Surroundings) async throws {
        try await withTool { base, server in
            let running = try tool(base, in: first).start("run", "one.yaml", "--start", "now")
            try await running.says("accepted")
            for surroundings in Surroundings.allCases {
                let second = tool(base, in: surroundings)
                try await find("one@", from: second)
                try await expectRefused(second, besides: running.identifier)
            }
            let last = tool(base, in: .unit)
            let cancelled = try await last.run("tell", "cancel")
            #expect(cancelled.status == 0, "\(cancelled.errors)")
            #expect(try await running.finished().status == 3)
            #expect(server.shown == ["a: one begins": 1])
        }
    }

    /// As at the end of a session, where the system deletes the folder for it.
    @Test func alsoWhenTheFoldersAreDeletedMeanwhile() async throws {
        try await withTool { base, server in
            let running = try base.start("run", "one.yaml", "--start", "now")
            try await running.says("accepted")
            try await find("one@", from: base)
            for folder in ["runtime/showcaller", "runtime", ".local"] {
                try FileManager.default.removeItem(at: base.folder.appending(path: folder))
                for surroundings in Surroundings.allCases {
                    try await expectRefused(tool(base, in: surroundings), besides: running.identifier)
                }
                // It listens again, where it can.
                for surroundings in Surroundings.allCases { try await find("one@", from: tool(base, in: surroundings)) }
            }
            #expect(try await base.run("tell", "cancel").status == 0)
            #expect(try await running.finished().status == 3)
            #expect(server.shown == ["a: one begins": 1])
            // Nothing is left behind.
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: base.folder.path() + "/.local/state/showcaller")
                    == [])
        }
    }

    /// A killed one leaves files behind, and none of them is in anybody's way.
    @Test func aKilledOneIsFollowedByAnyOther() async throws {
        try await withTool { base, server in
            for (name, surroundings) in [("one", Surroundings.session), ("two", .unit)] {
                let running = try tool(base, in: surroundings).start("run", "\(name).yaml", "--start", "now")
                try await running.says("accepted")
                running.send(SIGKILL)
                _ = try await running.finished()
            }
            let status = try await base.run("tell", "status")
            #expect(status.errors.contains("no scheduler is running"), "\(status)")
            #expect(server.shown == ["a: one begins": 1, "a: two begins": 1])
        }
    }

    /// While a log is moved away, its run is still played: another process would begin it again.
    @Test func aRunIsPlayedOnceWhateverBecomesOfItsLog() async throws {
        try await withTool { base, server in
            let running = try base.start("run", "one.yaml", "--start", "now")
            try await running.says("accepted")
            let folder = base.folder.appending(path: "runs")
            let log = try #require(
                try FileManager.default.contentsOfDirectory(atPath: folder.path()).first { $0.hasSuffix(".jsonl") })
            let instant = log.split(separator: "@").last?.dropLast(".jsonl".count) ?? ""
            let written = try #require(Self.written(String(instant)))
            try FileManager.default.moveItem(
                at: folder.appending(path: log), to: base.folder.appending(path: "moved.jsonl"))
            // Another account, for which this process would be the only one.
            var other = base
            other.environment["ZEGO_APP_ID"] = "2"
            let second = try await other.run("run", "one.yaml", "--start", written)
            #expect(second.status == 1, "\(second.output)")
            #expect(second.errors.contains("is being written by another process"), "\(second.errors)")
            try await running.says("written")
            running.send(SIGTERM)
            #expect(try await running.finished().status == 4)
            #expect(server.shown == ["a: one begins": 1])
        }
    }

    /// `20261120T120000.250Z` as RFC 3339.
    private static func written(_ instant: String) -> String? {
        guard let match = instant.wholeMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)((\.\d+)?)Z/) else {
            return nil
        }
        let (_, year, month, day, hour, minute, second, fraction, _) = match.output
        return "\(year)-\(month)-\(day)T\(hour):\(minute):\(second)\(fraction)Z"
    }
}
