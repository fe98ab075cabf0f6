package import MarkedYAML
import ShowTime
import Templates

/// Reads one timeline. Collects diagnostics and goes on, so that all are shown at once.
package struct TimelineLoader: Sendable {
    /// The file that is being read: the timeline, or one that it includes.
    var source: SourceText
    let options: LoadingOptions
    var diagnostics: [Diagnostic] = []
    var templates = TemplateSet()

    var name = ""
    var title = ""
    var start = StartRule.open
    var zone = Zone.utc
    var overrides = Variables.empty
    var timelineVariables = Variables.empty
    /// The inputs of the timeline, before those of the files that it includes.
    var inputs: [TimelineInput] = []
    var rooms = RoomDirectory()
    var senders: [Sender] = []
    var senderIndices: [Sender: Int] = [:]
    var variableSets: [Variables] = [.empty]
    var defaults = MessageDefaults()
    /// Whether variables are missing because of an error, so that they are not reported with every text.
    var hasBrokenVariables = false
    /// Whether a text or condition does not compile, so that it is not known which names it uses.
    var hasBrokenTemplates = false
    var variableSuggestions: Suggestions?
    var roomSuggestions: Suggestions?
    var messageSuggestions: Suggestions?
    /// Files that the timeline includes, in the order in which they were read.
    var included: [SourceText] = []
    /// The names that the timeline declares itself, not in a file that it includes: for warnings about unused names.
    var declared = DeclaredNames()
    var missedNames = MissedNames()
    /// The names in the texts and conditions, once all of them are read.
    var mentions: Mentions?
    /// The steps that checking texts has taken so far, besides those that expansions count themselves.
    var checkingSteps = 0
    /// Names of the files that are being read, each included by the one before.
    var openFiles: [String] = []

    package static func load(_ source: SourceText, options: LoadingOptions) -> LoadedTimeline {
        load(source, options: options, partLength: 1 << 18)
    }

    /// - Parameter partLength: the approximate length of a part in bytes. The result does not depend on it.
    static func load(_ source: SourceText, options: LoadingOptions, partLength: Int) -> LoadedTimeline {
        loadInParts(source, options: options, partLength: partLength)
            ?? loadInOnePiece(source, options: options)
    }

    /// Returns nil where the timeline is small, or not simple enough.
    static func loadInParts(_ source: SourceText, options: LoadingOptions, partLength: Int) -> LoadedTimeline? {
        guard let parts = YAMLParts(source, listUnder: TimelineKey.messages.rawValue, length: partLength) else {
            return nil
        }
        var loader = TimelineLoader(source: source, options: options)
        return try? loader.load(parts.beginning, [], rest: parts)
    }

    static func loadInOnePiece(_ source: SourceText, options: LoadingOptions) -> LoadedTimeline {
        var loader = TimelineLoader(source: source, options: options)
        let (document, problems) = YAMLDocument.read(source)
        // Without further parts, nothing is thrown.
        return (try? loader.load(document, problems, rest: nil)) ?? LoadedTimeline(source: source)
    }

    private mutating func load(
        _ document: YAMLDocument?, _ problems: [YAMLProblem], rest: YAMLParts?
    ) throws(ReadInOnePiece) -> LoadedTimeline {
        // A copy: if the file is no timeline, `check` changes the loader's source so that it is not quoted from there on.
        let source = source
        var loaded = LoadedTimeline(source: source)
        let isTimeline = check(document, problems, withKeys: TimelineKey.names, isNot: "a timeline")
        loaded.source.isQuoted = self.source.isQuoted
        if isTimeline, let root = document?.root {
            try loadRoot(root, rest: rest, into: &loaded)
        } else if isTimeline, document != nil {
            error(.missingKey, "the file is empty: a timeline begins with \"timeline: a-name\"", at: 0..<0)
        }
        if document != nil { explainErrors(in: source, isTimeline: isTimeline) }
        if loaded.timeline != nil, !diagnostics.contains(where: { $0.severity == .error }) {
            loaded.variableNames = variableNames
        }
        loaded.included = included
        loaded.diagnostics = diagnostics.inOrder(ofFiles: [source] + included)
        if loaded.diagnostics.contains(where: { $0.severity == .error }) { loaded.timeline = nil }
        return loaded
    }

    private mutating func loadRoot(
        _ root: YAMLNode, rest: YAMLParts?, into loaded: inout LoadedTimeline
    ) throws(ReadInOnePiece) {
        let keys: Entries<TimelineKey> = entries(of: root, what: "a timeline", hasNotes: true)
        let missing = keys.stranger?.range ?? root.range.prefixed
        loaded.name = loadName(keys[.timeline], missingAt: missing)
        name = loaded.name?.text ?? ""
        title = keys[.title].flatMap { text(of: $0, for: "title") } ?? name
        if let node = keys[.title] { warnOfPlainText(node) }
        loadZone(keys[.timezone])
        if let node = keys[.start] { loadStart(node) }
        for (name, value) in options.overrides { overrides[templates.symbol(name)] = value }
        if let node = keys[.inputs] { loadInputs(node) }
        if let node = keys[.include] { loadIncluded(node) }
        if let node = keys[.vars] { addVariables(from: node) }
        if let node = keys[.rooms] { loadRooms(node) }
        if let node = keys[.sender] { loadDefaultSender(node) }
        if let node = keys[.defaults] { loadDefaults(node) }
        loaded.timeline = try loadMessages(keys[.messages], missingAt: missing, rest: rest)
    }

    private mutating func loadName(_ node: YAMLNode?, missingAt place: Range<Int>) -> (text: String, range: Range<Int>)?
    {
        guard let node else {
            return refuse(
                .missingKey, "\"timeline\" is missing: a timeline begins with \"timeline: a-name\"", at: place)
        }
        guard let name = text(of: node, for: "timeline") else { return ("", node.range) }
        if !Identifiers.isTimelineName(name) {
            error(
                .badValue, "a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not begin with -", at: node.range)
        }
        return (name, node.range)
    }

    private mutating func loadZone(_ node: YAMLNode?) {
        guard let node, let name = text(of: node, for: "timezone") else { return }
        if let zone = Zone(named: name) {
            self.zone = zone
        } else {
            error(.badValue, Suggestion.noZone(named: name), at: node.range)
        }
    }
}

extension Range<Int> {
    /// Its first byte: enough for a caret under a collection of many lines.
    var prefixed: Range<Int> { lowerBound..<Swift.min(lowerBound + 1, upperBound) }
}
