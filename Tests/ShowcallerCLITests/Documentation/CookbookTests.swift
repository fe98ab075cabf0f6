import Foundation
import ShowTime
import Testing

/// What the cookbook has people type into a running show, which its examples cannot show.
@Suite(.timeLimit(.minutes(10))) struct CookbookTests {
    /// The host is handed the name while the show waits: it is given, and only then the show goes on.
    @Test func theWinnerIsGivenWhileTheShowWaits() async throws {
        let page = try DocumentationPage("cookbook.md")
        let tool = try Tool()
        defer { try? FileManager.default.removeItem(at: tool.folder) }
        try tool.write(try #require(page.fences.first { $0.file == "raffle.yaml" }).text, to: "raffle.yaml")
        // So that what the show is held before is due in a moment.
        let start = Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) - Interval.seconds(605)
        let run = try tool.start(
            "run", "raffle.yaml", "--simulate", "--start", start.wholeMilliseconds.rfc3339)
        try await run.says("waits for winner")
        let status = try await tool.run("tell", "status")
        #expect(status.output.contains("winner (Who won the raffle?) is not given, needed by winner"))
        #expect(try await tool.run("tell", "set", "winner=李伟").output.contains("🎉 李伟! Congratulations!"))
        #expect(try await tool.run("tell", "go").status == 0)
        try await run.says("winner → stage")
        run.send(SIGTERM)
        #expect(try await run.finished().status == 4)
        let texts = try tool.log(in: "runs/rehearsals").compactMap { $0["content"] as? String }
        #expect(texts.contains("🎉 李伟! Congratulations!"))
    }
}
