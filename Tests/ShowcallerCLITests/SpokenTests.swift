import Foundation
import ShowTime
import Testing

/// What `run`, `tell` and `watch` print, with the times of the day taken out.
@Suite(.timeLimit(.minutes(10))) struct SpokenTests {
    private static let show = """
        timeline: spoken
        title: A spoken show
        sender: {id: host}
        rooms: {stage: {id: "1"}}
        inputs:
          winner: {prompt: Who won?, max: 60}
        defaults: {rooms: stage, late: send}
        messages:
          - {id: welcome, at: 100ms, text: Welcome!}
          - {id: offer, at: 200ms, hold: true, text: Nova for 1999}
          - {id: winner, at: 300ms, text: "🎉 {{ winner }}!"}
          - {id: later, every: 1h, from: 2h, times: 2, text: "{{ occurrence }} more"}
        """

    /// Times, ids of runs, and how long something took, which differ each time.
    private func steady(_ text: String) -> String {
        var text = text.replacing(/spoken@\d{8}T[\d.]+Z/, with: "spoken@START")
        text = text.replacing(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?/, with: "DATE")
        text = text.replacing(/\d\d:\d\d:\d\d(\.\d+)?/, with: "TIME")
        text = text.replacing(/(after|by|moved by|for) (\d+m)?(\d+s)?(\d+ms)?(?=[ ,;\n]|$)/) { "\($0.1) SPAN" }
        text = text.replacing(/[ ]{2}[\d.]+ m?s late/, with: "")
        text = text.replacing(/planned TIME, [^·\n]*/, with: "planned TIME, SPAN ")
        text = text.replacing(/, by \w+/, with: ", by WHO")
        return text.replacing(/[█░]+ \d+ of/, with: "METER of")
    }

    @Test func whatRunAndTellAndWatchSay() async throws {
        let tool = try Tool(environment: ["COLUMNS": "90"])
        try tool.write(Self.show, to: "spoken.yaml")
        let run = try tool.start("run", "spoken.yaml", "--simulate", "--start", "now")
        try await run.says("lets it go on")
        var said = ""
        func tell(_ words: String...) async throws {
            let finished = try await tool.start(words).finished()
            said += "$ showcaller \(words.joined(separator: " "))\n\(finished.output)\(finished.errors)"
            if finished.status != 0 { said += "[status \(finished.status)]\n" }
            said += "\n"
        }
        try await tell("tell", "status")
        try await tell("tell", "next", "3")
        try await tell("watch")
        try await tell("tell", "go", "nothing")
        try await tell("tell", "go", "offer")
        try await run.says("waits for winner")
        try await tell("tell", "set", "winner=小明")
        try await run.says("winner → stage")
        try await tell("tell", "hold")
        try await tell("tell", "hold")
        try await tell("tell", "shift", "10s")
        try await tell("tell", "skip", "later#1")
        try await tell("tell", "unskip", "later#1")
        try await tell("tell", "fire", "nobody")
        try await tell("watch", "--run", "nobody")
        try await tell("watch")
        try await tell("tell", "panic")
        try await tell("tell", "cancel")
        let finished = try await run.finished()
        #expect(finished.status == 3)
        try GoldenFile.expect(steady(said), equals: "spoken/tell.txt")
        try GoldenFile.expect(steady(finished.output), equals: "spoken/run.txt")
    }
}
