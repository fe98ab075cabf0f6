package import MarkedYAML
package import ShowTime
package import Templates

/// What a script is loaded with besides its text.
package struct LoadingOptions: Sendable {
    /// `--var` of the command line: these beat all variables of the script.
    package var overrides: [(name: String, value: Value)] = []
    /// The start that texts are checked with where the script has none.
    package var assumedStart: Instant
    /// How many occurrences of one message are expanded to check them. `check` expands every one of a bounded message.
    package var checkedOccurrences = Int.max

    /// Calls a second that the script will be played with; nil is unlimited.
    package var rate: Double? = 100
    /// Reads a file that a script includes, by its path as written and the file that says so. The text's name is its path
    /// from where the command was given: the same file has the same name, however it is reached.
    package var readIncluded: @Sendable (_ path: String, _ includer: SourceText) -> Result<SourceText, IncludeProblem>

    package init(assumedStart: Instant) {
        self.assumedStart = assumedStart
        readIncluded = { _, _ in .failure(IncludeProblem(message: "nothing can be included here")) }
    }

    /// Why a file cannot be included.
    package struct IncludeProblem: Error, Sendable {
        package var message: String
        package init(message: String) { self.message = message }
    }

    /// Of a message without end, only so many can be checked.
    package static let checkedOccurrencesWithoutEnd = 1000
}

/// A script as loaded: the timeline, unless anything is wrong, and everything that is.
package struct LoadedTimeline: Sendable {
    /// Nil where there is at least one error.
    package var timeline: Timeline?
    /// In the order of the file.
    package var diagnostics: [Diagnostic]
    /// The timeline's name as written, and where: present even where something else is wrong.
    package var name: (text: String, range: Range<Int>)?
    package var source: SourceText
    /// The files that it includes, each once.
    package var included: [SourceText] = []

    /// Whether the file is a timeline at all and not something to be included.
    package var isTimeline: Bool { name != nil }
}

/// Reads one script. Collects every problem and goes on, so that all are shown at once.
package struct TimelineLoader {
    /// The file that is being read: the script, or one that it includes.
    var source: SourceText
    let options: LoadingOptions
    var diagnostics: [Diagnostic] = []
    var templates = TemplateSet()

    var zone = Zone.utc
    var overrides = Variables.empty
    var timelineVariables = Variables.empty
    var rooms = RoomDirectory()
    var senders: [Sender] = []
    var senderIndices: [Sender: Int] = [:]
    var variableSets: [Variables] = [.empty]
    var defaults = MessageDefaults()
    /// Whether variables were given but wrong, so that their absence is not reported with every text.
    var hasBrokenVariables = false
    var variableSuggestions: Suggestions?
    var roomSuggestions: Suggestions?
    var messageSuggestions: Suggestions?
    /// Files that the script includes, in the order in which they were read.
    var included: [SourceText] = []
    /// What the script declares itself, not those it includes: for warnings about what nobody uses.
    var declared = DeclaredNames()
    /// Names of the files that are being read, each included by the one before.
    var openFiles: [String] = []

    private init(_ source: SourceText, _ options: LoadingOptions) {
        self.source = source
        self.options = options
    }

    package static func load(_ source: SourceText, options: LoadingOptions) -> LoadedTimeline {
        var loader = TimelineLoader(source, options)
        let (document, problems) = YAMLDocument.compose(source)
        loader.report(problems)
        var loaded = LoadedTimeline(timeline: nil, diagnostics: [], name: nil, source: source)
        if let root = document?.root {
            loader.loadRoot(root, into: &loaded)
        } else if document != nil {
            loader.error(.missingKey, "the file is empty: a timeline begins with \"timeline: a-name\"", at: 0..<0)
        }
        loaded.included = loader.included
        loaded.diagnostics = loader.diagnostics.inOrder(ofFiles: [source] + loader.included)
        if loaded.diagnostics.contains(where: { $0.severity == .error }) { loaded.timeline = nil }
        return loaded
    }

    static let rootKeys = [
        "timeline", "title", "start", "timezone", "sender", "vars", "rooms", "defaults", "messages", "include",
    ]

    private mutating func loadRoot(_ root: YAMLNode, into loaded: inout LoadedTimeline) {
        guard root.kind == .mapping else {
            error(.wrongType, "a timeline is a mapping that begins with \"timeline: a-name\"", at: root.range.prefixed)
            return
        }
        let keys = entries(of: root, allowing: Self.rootKeys, what: "a timeline", hasNotes: true)
        let missing = keys.stranger?.range ?? root.range.prefixed
        let name = loadName(keys["timeline"], missingAt: missing)
        loaded.name = name.map { ($0.text, $0.range) }
        let title = keys["title"].flatMap { text(of: $0, for: "title") } ?? name?.text ?? ""
        loadZone(keys["timezone"])
        let start = loadStart(keys["start"])
        loadOverrides()
        if let node = keys["include"] { loadIncluded(node) }
        if let vars = keys["vars"] { addVariables(from: vars) }
        if let node = keys["rooms"] { loadRooms(node) }
        if let node = keys["sender"] { defaults.sender = sender(from: node) }
        if let node = keys["defaults"] { loadDefaults(node) }
        let scope = MessageLoading(
            name: name?.text ?? "", title: title, start: start, hasDefaultSender: keys["sender"] != nil)
        loaded.timeline = loadMessages(keys["messages"], missingAt: missing, scope)
    }

    private mutating func loadName(_ node: YAMLNode?, missingAt place: Range<Int>) -> (text: String, range: Range<Int>)?
    {
        guard let node else {
            error(
                .missingKey, "\"timeline\" is missing: a timeline begins with \"timeline: a-name\"", at: place)
            return nil
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
        guard let zone = Zone(named: name) else {
            let hint = Suggestion.hint(for: name, among: Zone.knownNames)
            error(.badValue, "\"\(name)\" is not a time zone like Asia/Shanghai\(hint)", at: node.range)
            return
        }
        self.zone = zone
    }

    private mutating func loadOverrides() {
        for (name, value) in options.overrides { overrides[templates.symbol(name)] = value }
    }
}

extension Range<Int> {
    /// Its first byte: enough for a caret where the whole would be a page.
    var prefixed: Range<Int> { lowerBound..<Swift.min(lowerBound + 1, upperBound) }
}
