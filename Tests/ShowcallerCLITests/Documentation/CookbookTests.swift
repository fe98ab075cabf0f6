import Foundation
import ShowTime
import Testing

/// What the cookbook has people type into a running show, which its examples cannot show.
@Suite(.timeLimit(.minutes(10))) struct CookbookTests {
    /// The host is handed the name while the show waits: the file is edited, read again, and only then the show goes on.
    @Test func theWinnerIsPutInWhileTheShowWaits() async throws {
        let page = try DocumentationPage("cookbook.md")
        let tool = try Tool()
        defer { try? FileManager.default.removeItem(at: tool.folder) }
        let names = page.fences.filter { $0.file == "winner.yaml" }
        #expect(names.count == 2)
        try tool.write(try #require(names.first).text, to: "winner.yaml")
        try tool.write(try #require(page.fences.first { $0.file == "raffle.yaml" }).text, to: "raffle.yaml")
        // So that what the show is held before is due in a moment.
        let start = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) - Interval.seconds(605)
        let run = try tool.start(
            "run", "raffle.yaml", "--simulate", "--start", start.wholeMilliseconds.rfc3339)
        try await run.says("lets it go on")
        try tool.write(try #require(names.last).text, to: "winner.yaml")
        run.send(SIGHUP)
        try await run.says("read again: raffle")
        #expect(try await tool.run("tell", "go").status == 0)
        try await run.says("winner → stage")
        run.send(SIGTERM)
        #expect(try await run.finished().status == 4)
        let texts = try tool.log(in: "runs/rehearsals").compactMap { $0["content"] as? String }
        #expect(texts.contains("🎉 Li Wei! Congratulations!"))
        #expect(!texts.contains { $0.contains("(the name comes here)") })
    }
}
