import ArgumentParser
import HostSystem
import Reporting
import RunLog
import Scheduling
import ShowRuntime

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Says what became of a run: totals, lateness, pace, and what was not sent.",
        discussion: """
            "accepted" is what the API said. Whether everyone in a room saw a message, nobody can say.

            What was not sent is gathered by reason and message, a screen of it at most; csv has a row for each delivery, sent or \
            not, and html is one page with both, and with plots. What an operator has left out on purpose stands apart.

            A log does not say in which time zone its show was: it is that of --timezone, or of the timeline's file, given or in \
            this folder under the timeline's name, or this host's. The report says which.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, csv, html }

    @Argument(help: "Logs of runs (JSONL files), or folders of them.")
    var logs: [String]

    @Option(help: "How it is shown. Of several logs, json is an array.")
    var format = Format.text

    @Flag(help: "All of it, however long it is.")
    var all = false

    @Option(help: ArgumentHelp("The time zone of the times: Asia/Shanghai.", valueName: "zone"))
    var timezone: ZoneOption?

    @Option(
        help: ArgumentHelp(
            "A timeline whose time zone its runs are shown in. May be given again.", valueName: "file"))
    var timeline: [String] = []

    @Option(help: "The quota that the page holds the calls against: calls a second, or unlimited.")
    var rate = RateOption(rate: 100)

    func run() throws {
        var errors = Output.error
        var output = Output.standard
        var runs: [(report: RunReport, asRun: AsRunLog)] = []
        var hasFailed = false
        func fail(_ message: String) {
            errors.line("error: \(visible(message))")
            hasFailed = true
        }
        for path in try paths() {
            let noLog = "\(path) is not the log of a run"
            do throws(LogError) {
                let run = try read(path)
                if run.report.header == nil { fail(noLog) } else { runs.append(run) }
            } catch {
                let isOther = if case .damaged(_, 1, _) = error { !path.hasSuffix(".jsonl") } else { false }
                fail(isOther ? noLog : error.message)
            }
        }
        write(runs, to: &output)
        output.flush()
        errors.flush()
        if hasFailed { throw ExitCode(1) }
    }

    /// Reads a log, and keeps its deliveries only where they are shown.
    private func read(_ path: String) throws(LogError) -> (report: RunReport, asRun: AsRunLog) {
        var report = RunReport(path: path)
        var asRun = AsRunLog()
        let isOfDeliveries = format == .csv || format == .html
        try LogReader.read(path) { record in
            report.take(record)
            if isOfDeliveries { asRun.take(record) }
        }
        return (report, asRun)
    }

    private func write(_ runs: [(report: RunReport, asRun: AsRunLog)], to output: inout Output) {
        let zones = runs.map { run in
            run.report.header.map { ReportZone.find(for: $0.run, asked: timezone, timelines: timeline) }
        }
        switch format {
        case .text:
            for (index, run) in runs.enumerated() {
                if index > 0 { output.line() }
                guard let zone = zones[index] else { continue }
                if runs.count > 1 { output.line("── \(index + 1) of \(runs.count) ──") }
                for line in ReportText.lines(run.report, zone: zone, isWhole: all, .output) { output.line(line) }
            }
        case .json: output.append { ReportJSON.append(runs.map(\.report), to: &$0) }
        case .csv:
            output.write(AsRunCSV.header)
            for (run, zone) in zip(runs, zones) {
                guard let id = run.report.header?.run, let zone else { continue }
                let clock = ReportClock(zone: zone.zone, start: id.start)
                output.append { bytes in
                    AsRunCSV.append(run.asRun, run: id, clock: clock, isRepeated: run.report.isRepeated, to: &bytes)
                }
            }
        case .html:
            let pages = zip(runs, zones).compactMap { run, zone in
                zone.map { ReportPage.Run(report: run.report, asRun: run.asRun, zone: $0.zone, zoneWords: $0.words) }
            }
            guard !pages.isEmpty else { return }
            output.append { $0 += ReportPage(runs: pages, rate: rate.rate, isWhole: all).bytes }
        }
    }

    private func paths() throws -> [String] {
        try logs.flatMap { path in
            guard FileSystem.isFolder(path) else { return [path] }
            do {
                let logs = try Self.logs(in: path)
                guard logs.isEmpty else { return logs }
                let rehearsals = Self.path(LogDirectory.rehearsals, in: path)
                let hasRehearsals = (try? Self.logs(in: rehearsals))?.isEmpty == false
                let hint = hasRehearsals ? "those of rehearsals are in \(rehearsals)" : "a log is a .jsonl file"
                throw wrongUsage("no logs in \(path): \(hint)")
            } catch let failure as FileSystem.Failure {
                throw wrongUsage(failure.message)
            }
        }
    }

    private static func logs(in folder: String) throws(FileSystem.Failure) -> [String] {
        try FileSystem.names(in: folder).filter { $0.hasSuffix(".jsonl") }.map { path($0, in: folder) }
    }

    private static func path(_ name: String, in folder: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }
}
