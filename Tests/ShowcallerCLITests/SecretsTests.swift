import Foundation
import ServiceLifecycle
import TestSupport
import Testing

@testable import ShowcallerCLI

/// No command shows what it must not: files that are no scripts, and the secret.
@Suite(.timeLimit(.minutes(10))) struct SecretsTests {
    private static let secret = "9193cc662a4c0ec135ec71fb57194b38"

    private func script(_ more: String) -> String {
        "timeline: t\nsender: {id: s}\n\(more)\nmessages: [{id: m, at: 0, rooms: [a], text: hi}]\n"
    }

    @Test(arguments: [
        "../secret", "/proc/self/environ", "/etc/passwd", "link.yaml", "folder/../../secret", "notes.txt", "pairs.env",
    ])
    func anIncludeShowsNoOtherFile(path: String) async throws {
        let tool = try Tool(environment: ["HUSHED": "hushed"])
        for (name, text) in [
            ("secret", "hushed\n"), ("shows/notes.txt", "hushed: [\n"), ("shows/pairs.env", "hushed: 1\nother: 2\n"),
            ("shows/folder/x.yaml", "vars: {a: 1}\n"),
        ] {
            try tool.write(text, to: name)
        }
        try FileManager.default.createSymbolicLink(
            at: tool.folder.appending(path: "shows/link.yaml"),
            withDestinationURL: tool.folder.appending(path: "secret"))
        try tool.write(script("include: \(path)"), to: "shows/show.yaml")
        for format in ["text", "json", "github"] {
            let checked = try await tool.run("check", "shows/show.yaml", "--format", format)
            #expect(checked.status == 1)
            #expect(!(checked.output + checked.errors).contains("hushed"))
            #expect(!checked.output.contains("root:"))
        }
    }

    @Test func aFileThatIsNoScriptIsNotShown() async throws {
        let tool = try Tool()
        for text in ["hushed", "hushed: 1\nmore: 2", "hushed: [", "- hushed", "a: hushed\na: hushed\n"] {
            try tool.write(text, to: "file")
            let checked = try await tool.run("check", "file")
            #expect(checked.status == 1)
            #expect(!checked.output.contains("hushed"))
            let given = try await tool.run("check", Tool.schedules + "product-launch.yaml", "--vars", "file")
            #expect(!text.hasSuffix("[") && !text.hasPrefix("-") || !given.output.contains("hushed"))
        }
    }

    @Test func anotherFolderIsIncludedFromWhereItIsAllowed() async throws {
        let tool = try Tool()
        try tool.write("vars: {a: 1}\n", to: "shared/vars.yaml")
        try tool.write(script("include: ../shared/vars.yaml"), to: "shows/show.yaml")
        let refused = try await tool.run("check", "shows/show.yaml")
        #expect(refused.status == 1)
        #expect(refused.output.contains("shared/vars.yaml is not below the folder of the timeline"))
        #expect(try await tool.run("check", "shows/show.yaml", "--include-root", ".").status == 0)
        #expect(try await tool.run("check", "shows/show.yaml", "--include-root", "shows").status == 1)
        #expect(try await tool.run("check", "shows/show.yaml", "--include-root", "none").status == 1)
    }

    @Test(arguments: [false, true]) func theSecretIsTakenOutOfEverythingThatIsPrinted(isInFile: Bool) async throws {
        var tool = try Tool()
        try tool.write("\(Self.secret)\n", to: "key")
        let name = isInFile ? "ZEGO_SERVER_SECRET_FILE" : "ZEGO_SERVER_SECRET"
        tool.environment[name] = isInFile ? tool.folder.appending(path: "key").path() : Self.secret
        // Long enough to be written in several pieces, with the secret at every place of one.
        let text = (0..<4000).map { "\($0): \(Self.secret)" }.joined(separator: " ").prefix(900)
        let messages = (0..<300).map { "- {id: m\($0), at: 0, rooms: [a], text: \"\($0)\(text)\"}\n" }.joined()
        try tool.write("timeline: t\nsender: {id: s}\nmessages:\n\(messages)", to: "show.yaml")
        try tool.write(script("\(Self.secret): 1"), to: "broken.yaml")
        for arguments in [
            ["preview", "show.yaml"], ["preview", "show.yaml", "--format", "csv"],
            ["preview", "show.yaml", "--format", "jsonl"], ["check", "broken.yaml"],
            ["check", "broken.yaml", "--format", "json"], ["check", Self.secret], ["check", "x", "--\(Self.secret)"],
            ["run", "show.yaml", "--simulate", "--start", Self.secret], ["report", Self.secret],
            ["run", "broken.yaml", "--simulate"],
        ] {
            let finished = try await tool.start(arguments).finished()
            #expect(!finished.output.contains(Self.secret), "\(arguments)")
            #expect(!finished.errors.contains(Self.secret), "\(arguments)")
            #expect((finished.output + finished.errors).contains("(secret)"), "\(arguments)")
        }
    }

    @Test func aProcessWithTheSecretLeavesNoCoreDump() async throws {
        let tool = try Tool(environment: ["ZEGO_SERVER_SECRET": Self.secret])
        let simulator = try tool.start("simulate")
        try await simulator.says("ZEGO_BASE_URL")
        let limits = try String(contentsOfFile: "/proc/\(simulator.identifier)/limits", encoding: .utf8)
        let line = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(line.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        simulator.send(SIGTERM)
        _ = try await simulator.finished()
    }

    /// AddressSanitizer's search for leaks reads the memory too, so it is not forbidden there.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["SHOWCALLER_SANITIZE"] != "address"))
    func theMemoryOfAProcessWithTheSecretIsReadByNobodyOfItsUser() async throws {
        // The superuser is a user like any other without what only the superuser may do.
        let asAnybody = getuid() == 0 ? "setpriv --bounding-set=-all --inh-caps=-all " : ""
        for (environment, isReadable) in [([:], true), (["ZEGO_SERVER_SECRET": Self.secret], false)] {
            let tool = try Tool(environment: environment)
            let simulator = try tool.start(line: "exec \(asAnybody)'\(Tool.executable.path())' simulate")
            try await simulator.says("ZEGO_BASE_URL")
            let reader = try tool.start(line: "\(asAnybody)cat /proc/\(simulator.identifier)/environ")
            #expect(try await reader.finished().output.contains("SHOWCALLER_TEST_HOME") == isReadable)
            simulator.send(SIGTERM)
            _ = try await simulator.finished()
        }
    }

    /// What can be reached from other hosts is encrypted, or not served at all.
    @Test func anotherAddressThanThisHostsOwnNeedsTLS() async throws {
        let tool = try Tool()
        try tool.write(
            "timeline: show\nsender: {id: s}\nmessages: [{at: 1h, rooms: r, text: x}]\n", to: "show.yaml")
        try tool.write(SelfSigned.certificate, to: "cert.pem")
        try tool.write(SelfSigned.key, to: "key.pem")
        chmod(tool.folder.appending(path: "key.pem").path(), 0o600)
        let run = ["run", "show.yaml", "--simulate", "--start", "now", "--listen"]
        for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080", "show.example:443"] {
            let plain = try await tool.start(run + [address]).finished()
            #expect(plain.status == 64)
            #expect(plain.errors.contains("can be reached from other hosts: that needs --tls-cert and --tls-key"))
            #expect(try await tool.start(run + [address, "--tls-cert", "cert.pem"]).finished().status == 64)
        }
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
        let running = try tool.start(run + ["0.0.0.0:0", "--tls-cert", "cert.pem", "--tls-key", "key.pem"])
        try await running.says("page: https://")
        running.send(SIGTERM)
        let finished = try await running.finished()
        #expect(finished.status == 4 && finished.output.contains("page: https://"), "\(finished)")
        #expect(try tool.everythingWritten().components(separatedBy: "PRIVATE KEY").count == 3)
    }

    private struct Described: Service, CustomStringConvertible {
        var description: String { SecretsTests.secret }

        func run() async throws {}
    }

    /// And not by all that it holds.
    @Test func aServiceIsCalledByItsType() {
        #expect(ServiceGroupConfiguration.ServiceConfiguration(Described()).serviceName == "Described")
    }
}
