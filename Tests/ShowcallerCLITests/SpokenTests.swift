import Foundation
import Testing

/// What `run` and `tell` print, of shows that stand still while they are told what to do.
///
/// Each command is given only after everything that the ones before it brought about has been printed. What differs from one night to
/// another has a name in its place.
@Suite(.timeLimit(.minutes(10))) struct SpokenTests {
    private static let script = """
        timeline: spoken
        title: A spoken show
        sender: {id: host}
        inputs: {winner: {prompt: "Who won?", max: 12}}
        rooms: {stage: {id: "1"}, lobby: {id: "2"}, everyone: [stage, lobby]}
        defaults: {rooms: stage, max_late: 1h}
        messages:
          - {id: early, at: -1m, text: We begin soon}
          - {id: doors, at: 0, text: The doors are open}
          - {id: unveil, at: 0, hold: true, text: "Here it is,\nnow"}
          - {id: offer, at: 1h, rooms: everyone, text: Half price}
          - {id: prize, at: 2h, text: "The winner is {{ winner }}!"}
          - {id: countdown, every: 1m, from: 3h, times: 3, text: "{{ occurrence }} …"}
        """

    /// A run and what is told it.
    private struct Night {
        let tool: Tool
        let run: RunningTool
        var said = ""

        init(_ script: String) async throws {
            tool = try Tool()
            try tool.write(script, to: "spoken.yaml")
            run = try tool.start(
                "run", "spoken.yaml", "--simulate", "--start", "now", "--durability", "process", "--grace", "1s")
            for words in ["missed     early", "before unveil", "accepted   doors"] { try await run.says(words) }
        }

        /// - Parameter words: what the run prints then, behind all that it printed before.
        mutating func tell(_ arguments: String..., until words: String? = nil) async throws {
            let before = try words.map { try run.printed.components(separatedBy: $0).count } ?? 0
            let finished = try await tool.start(["tell"] + arguments).finished()
            let line = arguments.map { $0.contains(" ") ? "\"\($0)\"" : $0 }.joined(separator: " ")
            said += "$ showcaller tell \(line)\n" + SpokenTests.named(finished.output + finished.errors)
            if finished.status != 0 { said += "[status \(finished.status)]\n" }
            said += "\n"
            if let words { try await run.says(words, times: before) }
        }

        /// Returns what the run has printed, once it has ended.
        func end() async throws -> (text: String, status: Int32) {
            let finished = try await run.finished()
            return (SpokenTests.named(finished.output + finished.errors), finished.status)
        }
    }

    /// Puts names in the place of what no two nights have in common.
    private static func named(_ text: String) -> String {
        var named = text
        named.replace(/@\d{8}T\d{6}(\.\d{3})?Z/, with: "@START")
        named.replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/, with: "DATE")
        named.replace(/in (\d+ d )?\d\d(:\d\d)+/, with: "in TIME")
        named.replace(/\d\d:\d\d:\d\d(\.\d+)?/, with: "TIME")
        // A slow host is said to be slow.
        named.replace(/\s\s[0-9.]+ m?s late/, with: "")
        named.replace(/(after|by|in) -?(\d+(ms|h|m|s))+/) { "\($0.1) SPAN" }
        named.replace(/-?(\d+(ms|h|m|s))+ in all/, with: "SPAN in all")
        named.replace(" by \(NSUserName())", with: " by WHO")
        return named
    }

    @Test func aShowThatStandsIsToldEverything() async throws {
        var night = try await Night(Self.script)
        try await night.tell("status")
        try await night.tell("next")
        try await night.tell("next", "2")
        try await night.tell("--run", "other", "status")
        try await night.tell("dance")
        // It stands.
        try await night.tell("go", "offer")
        // A value.
        try await night.tell("set", "winner=A name that is too long")
        try await night.tell("set", "loser=Bob")
        try await night.tell("set", "winner=小明", until: "set winner")
        try await night.tell("status")
        // What goes out, and what does not.
        try await night.tell("skip", "offer@lobby", until: "skip offer@2")
        try await night.tell("skip", "offer@lobby")
        try await night.tell("skip", "nobody")
        try await night.tell("unskip", "offer@lobby", until: "unskip offer@2")
        try await night.tell("unskip", "offer")
        try await night.tell("fire", "countdown#2", until: "accepted   countdown#2")
        try await night.tell("fire", "countdown#2")
        try await night.tell("again", "early", until: "accepted   early")
        try await night.tell("again", "doors")
        try await night.tell("send", "--room", "everyone", "--user", "host", "Back in five")
        try await night.tell("send", "--room", "nowhere", "--user", "host", "Back in five")
        // The time and the script.
        try await night.tell("shift", "soon")
        try await night.tell("reload")
        try night.tool.write(
            Self.script.replacing("Half price", with: "Two for one")
                + "\n  - {id: bye, at: 4h, text: Good night}", to: "spoken.yaml")
        try await night.tell("reload")
        try await night.tell("reload", "--yes", until: "before unveil")
        try night.tool.write(Self.script.replacing("text: Half price", with: "txt: Half price"), to: "spoken.yaml")
        try await night.tell("reload", "--yes")
        // It plays.
        try await night.tell("go", "unveil", until: "accepted   unveil")
        try await night.tell("go", "unveil")
        try await night.tell("shift", "10s", until: "shift by 10s")
        try await night.tell("hold", until: "hold, by")
        try await night.tell("hold")
        try await night.tell("status")
        try await night.tell("next", "1")
        try await night.tell("go", until: "go, after")
        try await night.tell("go")
        try await night.tell("panic", until: "hold, by")
        try await night.tell("cancel", until: "ended")
        let (printed, status) = try await night.end()
        #expect(status == 3)
        try GoldenFile.expect(night.said, equals: "spoken/tell.txt")
        try GoldenFile.expect(printed, equals: "spoken/run.txt")
    }

    @Test func aShowIsStoppedAndNobodyIsThereAnyMore() async throws {
        var night = try await Night(Self.script)
        try await night.tell("stop", until: "stopped")
        let (printed, status) = try await night.end()
        #expect(status == 4)
        try await night.tell("status")
        try await night.tell("go")
        try GoldenFile.expect(night.said + printed, equals: "spoken/stop.txt")
    }
}
