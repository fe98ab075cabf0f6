import ShowTime
import Timelines

/// What the records of one run add up to, by the names in them alone: no timeline is needed. It finds records that contradict
/// earlier ones, and can say in few records what all of them say.
package struct RunBook: Sendable {
    struct Name: Hashable, Sendable {
        var message: String
        var room: String
    }

    struct Key: Hashable, Sendable {
        /// Index of the entry.
        var entry: Int
        var occurrence: Int
    }

    /// A delivery that was begun and has not ended.
    struct Open: Sendable {
        /// The part of its text that it has come to, and how many there are.
        var part = 1
        var parts = 1
        /// The last at this part.
        var attempt: AttemptRecord?
        var isAnswered = true
        /// Results that did not end it: the last one after which it may have been shown, and the last one of all.
        var results: [ResultRecord] = []
        /// Results of the parts before this one.
        var endedParts: [ResultRecord] = []
        /// The entries of the ids that its message had before a reload gave it another.
        var formerEntries: [Int] = []
    }

    /// The first contradictions in words, at most ``mostContradictions``.
    package private(set) var contradictions: [String] = []
    package private(set) var contradictionCount = 0
    /// The deliveries that they are about.
    private(set) var suspects: [Name: OccurrenceSet] = [:]
    package static let mostContradictions = 20

    package internal(set) var tally = Tally()
    package private(set) var end: EndRecord?
    /// Headers and control records, in their order.
    private(set) var events: [Record] = []
    var entries: [Entry] = []
    var open: [Key: Open] = [:]
    /// The results of deliveries that ended in parts.
    var parts: [Key: [ResultRecord]] = [:]
    /// Inputs that a text was sent with.
    var usedInputs: Set<String> = []
    /// Finds entries by their names.
    private var indices = HashIndex()
    /// Where the entry of the next result is likely to be: results come nearly in the order of the attempts.
    var nextResult = 0

    package init() {}

    /// How many attempts have no result.
    package var openAttempts: Int { open.values.count { $0.attempt != nil && !$0.isAnswered } }

    /// Takes in one record. To be called for all of them in their order.
    package mutating func take(_ record: Record) { _ = entry(taking: record) }

    /// Takes in one record.
    ///
    /// - Returns: the index of the entry that an attempt or a result belongs to.
    mutating func entry(taking record: Record) -> Int? {
        switch record {
        case .run: events.append(record)
        case .control(let control):
            switch control.action {
            case .reload(let reload): rename(reload.renamed)
            // In a log that was written again, results come after the reloads that they had come before.
            case .logRestored(_, let inputs):
                inheritAgain()
                usedInputs.formUnion(inputs)
            case .unset(let name, _): usedInputs.remove(name)
            case .again(let firing): reopen(firing)
            case .unskip(let cue, let first): reopenCancelled(cue, from: first)
            default: break
            }
            events.append(record)
        case .attempt(let attempt): return take(attempt)
        case .result(let result): return take(result)
        case .end(let end): take(end)
        }
        return nil
    }

    private mutating func take(_ end: EndRecord) {
        self.end = end
        if end.tally != tally {
            contradict("the end says\(Self.words(end.tally)), the results say\(Self.words(tally))")
        } else if end.planned != tally.total {
            contradict("the end says that \(end.planned) were planned, and \(tally.total) have ended")
        }
    }

    private static func words(_ tally: Tally) -> String {
        let counts = Outcome.final.filter { tally[$0] > 0 }.map { " \(tally[$0]) \($0.rawValue)" }
        return counts.isEmpty ? " nothing" : counts.joined(separator: ",")
    }

    // MARK: Entries

    func index(message: String, room: String) -> Int? {
        let name = Name(message: message, room: room)
        return indices.place(name.hashValue) { entries[$0].name == name }
    }

    /// The entry of a name, which is added where there is none.
    mutating func index(
        of name: Name, roomName: String, category: Category, due: Instant, time: Instant
    ) -> Int {
        let hash = name.hashValue
        if let index = indices.place(hash, where: { entries[$0].name == name }) { return index }
        indices.insert(entries.count, hash)
        entries.append(Entry(name: name, roomName: roomName, category: category, due: due, time: time))
        return entries.count - 1
    }

    // MARK: Contradictions

    func name(of key: Key) -> String {
        let name = entries[key.entry].name
        return DeliveryName.text(name.message, occurrence: key.occurrence, part: nil, roomID: name.room)
    }

    mutating func contradict(_ key: Key, through last: Int? = nil, _ words: String) {
        suspects[entries[key.entry].name, default: OccurrenceSet()].insert(key.occurrence...(last ?? key.occurrence))
        contradict(words)
    }

    private mutating func contradict(_ words: String) {
        contradictionCount += 1
        if contradictions.count < Self.mostContradictions { contradictions.append(words) }
    }
}
