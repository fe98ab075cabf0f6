import ArgumentParser
import ShowTime
import Showcaller
import Templates
import Timelines

/// What every command that reads scripts takes.
struct ScriptOptions: ParsableArguments {
    @Argument(help: "Timelines (YAML files), or folders of them.")
    var paths: [String]

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("Sets a variable; beats those of the script. May be given again.", valueName: "key=value"))
    var variables: [String] = []

    @Option(
        name: .customLong("vars"),
        help: ArgumentHelp(
            "A file of variables (YAML or JSON); beats the script, and --var beats it. May be given again.",
            valueName: "file"))
    var variableFiles: [String] = []

    /// Loads the scripts with everything that was given beside them.
    func load(_ options: LoadingOptions) -> TimelineFiles {
        TimelineFiles.load(paths, variables: variableFiles, options: options)
    }

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("give a timeline, or a folder of them") }
        for variable in variables { _ = try Self.parse(variable) }
    }

    /// - Parameter assumedStart: for scripts without a start.
    func loadingOptions(assumedStart: Instant) throws -> LoadingOptions {
        var options = LoadingOptions(assumedStart: assumedStart)
        options.overrides = try variables.map(Self.parse)
        return options
    }

    private static func parse(_ text: String) throws -> (name: String, value: Value) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw ValidationError("--var is written --var price=1999, not --var \(visible(text))")
        }
        let name = String(text[..<equals])
        if let problem = LoadingOptions.problem(withVariableName: name) { throw ValidationError("--var: \(problem)") }
        return (name, Value(plain: String(text[text.index(after: equals)...])))
    }
}

/// `--start now`, or an instant.
struct StartOption: ExpressibleByArgument {
    var start: RequestedStart

    init?(argument: String) {
        if argument == "now" {
            start = .now
        } else if let written = try? WrittenTime(argument) {
            start = .at(written)
        } else {
            return nil
        }
    }

    static let help: ArgumentHelp =
        "When the show starts: now, 2026-11-20T20:00:00+08:00, or a local \"2026-11-20 20:00\"."
}

extension StartOption? {
    /// When a timeline starts: by the command line, by the script, of a cron start at the next firing. Nil where nothing
    /// says so.
    func instant(for timeline: Timeline, now: Instant) -> Instant? {
        switch self?.start {
        case .at(.instant(let instant)): instant
        case .at(.local(let civil)): timeline.zone.instant(civil)
        case .now: now
        case .asWritten, nil:
            timeline.start ?? timeline.firings.flatMap { $0.next(after: now, in: timeline.zone) }
        }
    }
}

/// Calls a second: a number, or `unlimited`.
struct RateOption: ExpressibleByArgument {
    /// Nil is unlimited.
    var rate: Double?

    static let unlimited = RateOption(rate: nil)

    init(rate: Double?) { self.rate = rate }

    var defaultValueDescription: String {
        rate.map { "\($0 == $0.rounded() ? String(Int($0)) : String($0))" } ?? "unlimited"
    }

    init?(argument: String) {
        if argument == "unlimited" {
            rate = nil
        } else if let rate = Double(argument), rate > 0, rate <= 1_000_000 {
            self.rate = rate
        } else {
            return nil
        }
    }
}

/// A length of time: `10s`, `1m30s`.
struct IntervalOption: ExpressibleByArgument {
    var interval: Interval

    init(_ interval: Interval) { self.interval = interval }

    init?(argument: String) {
        guard let interval = try? Interval(offset: argument), interval >= .zero else { return nil }
        self.interval = interval
    }

    var defaultValueDescription: String { interval.words }
}
