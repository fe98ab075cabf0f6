import Foundation

/// The built command line tool, run as a user runs it.
struct Tool {
    /// Where it runs and writes: a folder of its own for every test, gone when nothing of the test needs it any more.
    var folder: URL { workspace.url }
    var environment: [String: String]
    fileprivate let workspace: Workspace

    /// - Parameter environment: besides what keeps the test from the user's own schedulers.
    init(environment: [String: String] = [:]) throws {
        workspace = try Workspace()
        let runtime = workspace.url.appending(path: "runtime")
        // Sockets have short names or none: the path must stay below 108 bytes.
        try FileManager.default.createDirectory(
            at: runtime, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        self.environment = [
            "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": runtime.path(), "SHOWCALLER_TEST_HOME": workspace.url.path(),
            "TZ": "UTC", "COLUMNS": "100",
        ].merging(environment) { _, given in given }
    }

    /// The tool lies beside the tests in the build folder.
    static let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "showcaller")

    /// The root of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static var schedules: String { package.appending(path: "Schedules").path() }
    static var golden: URL { package.appending(path: "Tests/ShowcallerCLITests/Golden") }

    struct Finished {
        var status: Int32
        var output: String
        var errors: String

        var lines: [Substring] { output.split(separator: "\n") }
    }

    @discardableResult
    func run(_ arguments: String...) async throws -> Finished { try await start(arguments).finished() }

    func start(_ arguments: String...) throws -> RunningTool { try start(arguments) }

    func start(_ arguments: [String]) throws -> RunningTool {
        try RunningTool(arguments, of: self)
    }

    /// - Parameter shell: the arguments as a shell takes them.
    func start(shell arguments: String) throws -> RunningTool { try RunningTool(shell: arguments, of: self) }

    /// A line of the shell that needs the tool's folder and environment, and not the tool.
    func start(line: String, shell: String = "/bin/sh") throws -> RunningTool {
        try RunningTool(["-c", line], executable: URL(filePath: shell), of: self)
    }

    /// Whether a program that examples use is on this host.
    static func has(_ program: String) -> Bool {
        ["/usr/bin", "/bin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    /// - Parameter name: may be a path; the folders in it are made.
    func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: name).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: name))
    }

    /// The lines of the only log below a folder, as dictionaries.
    func log(in name: String = "runs") throws -> [[String: Any]] {
        let logs = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path())
            .filter { $0.hasSuffix(".jsonl") }
        let bytes = try Data(contentsOf: folder.appending(path: "\(name)/\(logs[0])"))
        return try bytes.split(separator: 0x0A).compactMap {
            try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
        }
    }

    /// Every file that was written, as one text: where a secret could have gone.
    func everythingWritten() throws -> String {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return (files?.compactMap { $0 as? URL } ?? []).compactMap { try? String(contentsOf: $0, encoding: .utf8) }
            .joined(separator: "\n")
    }
}

/// A folder in the temporary folder, gone with this object.
fileprivate final class Workspace: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "showcaller-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}

/// A process of the tool. Its output goes to files, so that nothing that a test forgets to read can block it.
final class RunningTool: Sendable {
    private let process: ChildProcess
    /// Kept for as long as anything may still be written into it, also where the test keeps the process alone.
    private let workspace: Workspace
    private let output: URL
    private let errors: URL

    fileprivate convenience init(shell arguments: String, of tool: Tool) throws {
        try self.init(
            ["-c", "exec \"$0\" \(arguments)", Tool.executable.path()], executable: URL(filePath: "/bin/sh"), of: tool)
    }

    fileprivate init(_ arguments: [String], executable: URL = Tool.executable, of tool: Tool) throws {
        workspace = tool.workspace
        let number = UUID().uuidString.prefix(8)
        output = tool.folder.appending(path: "out-\(number).txt")
        errors = tool.folder.appending(path: "err-\(number).txt")
        // Nobody else's process has them too.
        let files = [output, errors].map { open($0.path(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600) }
        defer { for file in files { close(file) } }
        process = try ChildProcess(
            executable.path(), arguments, environment: tool.environment, folder: tool.folder.path(),
            output: files[0], errors: files[1])
    }

    /// What a failed test leaves behind is in no other's way.
    deinit { process.send(SIGKILL) }

    /// Returns when the process has a handler for a signal, or has ended.
    func catches(_ signal: Int32) async throws {
        while process.isRunning {
            let status = try String(contentsOfFile: "/proc/\(process.identifier)/status", encoding: .utf8)
            let mask = status.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
            if let mask, let bits = UInt64(mask, radix: 16), bits & (1 << UInt64(signal - 1)) != 0 { return }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    var isRunning: Bool { process.isRunning }

    /// What it has printed until now.
    var printed: String { get throws { try String(contentsOf: output, encoding: .utf8) } }

    var identifier: Int32 { process.identifier }

    func send(_ signal: Int32) { process.send(signal) }

    func finished() async throws -> Tool.Finished {
        let status = await process.finished()
        return Tool.Finished(
            status: status, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    /// Returns when the output has `text` in it, or the process has ended.
    func says(_ text: String, times: Int = 1) async throws {
        while process.isRunning {
            if try String(contentsOf: output, encoding: .utf8).components(separatedBy: text).count > times { return }
            // Looks again, and decides nothing by how long it took.
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
