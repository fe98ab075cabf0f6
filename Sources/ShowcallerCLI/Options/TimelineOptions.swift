import ArgumentParser
import ShowRuntime
import ShowTime
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

    @Option(
        help: ArgumentHelp(
            "The folder that included files must lie below; left out, that of the timeline.", valueName: "folder"))
    var includeRoot: String?

    func validate() throws {
        guard !paths.isEmpty else { throw ValidationError("give a timeline, or a folder of them") }
        for variable in variables { try Self.check(variable) }
    }

    /// The most occurrences of a repeat that are checked before a start. The rest is left to `check`, so that a year of them
    /// starts at once.
    static let fewOccurrences = 10_000

    /// The most deliveries that are played through ahead of time: five days and nights at the quota.
    static let mostPreviewed = 50_000_000

    /// Loads the timelines with the variables and the include root that were given.
    ///
    /// - Parameters:
    ///   - now: the start of timelines that have none.
    ///   - isBesideShow: whether a show plays meanwhile, which needs the other processors.
    func load(
        at now: Instant, checkedOccurrences: Int = .max, mostDeliveries: Int = .max,
        rate: Double? = LoadingOptions(assumedStart: .seconds(0)).rate, isBesideShow: Bool = false
    ) -> TimelineFiles {
        var options = LoadingOptions(assumedStart: now.wholeMilliseconds)
        options.checkedOccurrences = checkedOccurrences
        options.mostDeliveries = mostDeliveries
        options.rate = rate
        if !isBesideShow { options.workers = .ofThisHost }
        return TimelineFiles.load(
            paths, variables: variableFiles, given: variables, includeRoot: includeRoot, options: options)
    }

    private static func check(_ text: String) throws {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw ValidationError("--var is written --var price=1999, not --var \(visible(text))")
        }
        let name = String(text[..<equals])
        if let problem = LoadingOptions.problem(withVariableName: name) { throw ValidationError("--var: \(problem)") }
    }
}
