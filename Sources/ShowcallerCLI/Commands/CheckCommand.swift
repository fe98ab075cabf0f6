import ArgumentParser
import HostSystem
import MarkedYAML
import ShowRuntime
import ShowTime
import Timelines

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks timelines: shows every problem at its place.",
        discussion: """
            Every delivery of every message is expanded, as on the night. Exit status: 0 where all is right, \
            1 where anything is wrong.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, github }

    @OptionGroup var input: TimelineOptions

    @Option(help: "text for people; json for programs, never shortened; github for annotations of a workflow.")
    var format = Format.text

    @Option(help: "Calls a second of the account, to warn of more than it carries; or unlimited.")
    var rate = RateOption(rate: 100)

    func run() throws {
        let now = SystemTime().now.wall.wholeMilliseconds
        let files = input.load(at: now, rate: rate.rate)
        var output = Output.standard
        switch format {
        case .json: output.append { $0.append(contentsOf: DiagnosticPrinter.json(files)) }
        case .github: output.append { $0.append(contentsOf: DiagnosticPrinter.github(files).utf8) }
        case .text:
            DiagnosticPrinter.print(files, to: &output, .output)
            for file in files.loaded { output.line(Self.verdict(of: file, assumedStart: now)) }
        }
        output.flush()
        if !files.areValid { throw ExitCode(1) }
    }

    private static func verdict(of file: LoadedTimeline, assumedStart: Instant) -> String {
        let (style, name) = (Style.output, visible(file.source.name))
        let warnings = file.diagnostics.count { $0.severity == .warning }
        let warned = warnings == 0 ? "" : ", \(count(warnings, "warning"))"
        guard let timeline = file.timeline else {
            let errors = file.diagnostics.count { $0.severity == .error }
            return "\(style.red("✗")) \(name): \(count(errors, "error"))\(warned)"
        }
        let deliveries = deliveries(timeline.plannedDeliveries(start: timeline.start ?? assumedStart))
        let rooms = count(timeline.rooms.count, "room")
        return
            "\(style.green("✓")) \(name): \(timeline.name), \(count(timeline.messages.count, "message")), \(deliveries), \(rooms)\(warned)"
    }
}

/// `1 room`, `2 rooms`
func count(_ number: Int, _ one: String, plural: String? = nil) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(plural ?? one + "s")"
}

/// `1 delivery`, `2 deliveries`; for nil, `deliveries without end`
func deliveries(_ number: Int?) -> String {
    number.map { count($0, "delivery", plural: "deliveries") } ?? "deliveries without end"
}
