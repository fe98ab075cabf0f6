import ArgumentParser
import ShowRuntime
import ShowTime
import Templates
import Timelines

/// The arguments of every command that reads timelines.
struct TimelineOptions: ParsableArguments {
    @Argument(help: "Timelines (YAML files), or folders of them.")
    var paths: [String]

    @Option(
        name: .customLong("var"),
        help: ArgumentHelp("Sets a variable; beats those of the timeline. May be given again.", valueName: "key=value"))
    var variables: [String] = []

    @Option(
        name: .customLong("vars"),
        help: ArgumentHelp(
            "A file of variables (YAML or JSON); beats the timeline, and --var beats it. May be given again.",
            valueName: "file"))
    var variableFiles: [String] = []

    /// Loads the timelines with everything that was given beside them.
    func load(_ options: LoadingOptions) -> TimelineFiles {
        TimelineFiles.load(paths, variables: variableFiles, options: options)
    }

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("give a timeline, or a folder of them") }
        for variable in variables { _ = try Self.parse(variable) }
    }

    /// - Parameter assumedStart: for timelines without a start.
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
