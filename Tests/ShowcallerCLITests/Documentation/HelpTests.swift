import Testing

@Suite struct HelpTests {
    @Test(arguments: [
        "", "check", "preview", "rehearse", "preflight", "run", "tell", "watch", "report", "salvage", "import", "send",
        "simulate", "schema",
    ])
    func helpIsWhatItWas(command: String) async throws {
        let tool = try Tool()
        let help =
            command.isEmpty ? try await tool.run("--help") : try await tool.run("help", command)
        #expect(help.status == 0)
        try GoldenFile.expect(help.output, equals: "help/\(command.isEmpty ? "showcaller" : command).txt")
    }

    @Test func wrongUsageIsStatus64() async throws {
        let tool = try Tool()
        for arguments in [["run"], ["preview", "--rate", "-1", "x.yaml"], ["tell"], ["tell", "shift"], ["fly"]] {
            let finished = try await tool.start(arguments).finished()
            #expect(finished.status == 64, "\(arguments)")
            #expect(finished.errors.contains("Error:"), "\(arguments)")
        }
    }
}
