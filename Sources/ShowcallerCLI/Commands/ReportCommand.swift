import ArgumentParser
import HostSystem
import Reporting
import RunLog
import ShowRuntime

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Says what became of a run: totals, lateness, pace, and every delivery that was not sent.",
        discussion: "\"accepted\" is what the API said. Whether everyone in a room saw a message, nobody can say.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @Argument(help: "Logs of runs (JSONL files), or folders of them.")
    var logs: [String]

    @Option(help: "How it is shown. Of several logs, json is an array.")
    var format = Format.text

    func run() throws {
        var errors = Output.error
        var reports: [RunReport] = []
        var hasFailed = false
        func fail(_ message: String) {
            errors.line("error: \(visible(message))")
            hasFailed = true
        }
        for path in try paths() {
            let noLog = "\(path) is not the log of a run"
            do throws(LogError) {
                let report = try RunReport(contentsOf: path)
                if report.header == nil { fail(noLog) } else { reports.append(report) }
            } catch {
                let isOther = if case .damaged(_, 1, _) = error { !path.hasSuffix(".jsonl") } else { false }
                fail(isOther ? noLog : error.message)
            }
        }
        var output = Output.standard
        switch format {
        case .text:
            for (index, report) in reports.enumerated() {
                if index > 0 { output.line() }
                for line in ReportText.lines(report, .output) { output.line(line) }
            }
        case .json: output.append { ReportJSON.append(reports, to: &$0) }
        }
        output.flush()
        errors.flush()
        if hasFailed { throw ExitCode(1) }
    }

    private func paths() throws -> [String] {
        try logs.flatMap { path in
            guard FileSystem.isFolder(path) else { return [path] }
            do {
                let names = try FileSystem.names(in: path).filter { $0.hasSuffix(".jsonl") }
                guard !names.isEmpty else { throw wrongUsage("no logs in \(path): a log is a .jsonl file") }
                return names.map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
            } catch let failure as FileSystem.Failure {
                throw wrongUsage(failure.message)
            }
        }
    }
}
