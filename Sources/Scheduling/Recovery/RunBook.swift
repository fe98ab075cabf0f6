import ShowTime
import Timelines

/// What the records of one run add up to, by the names in them alone: no timeline is needed. It finds what contradicts
/// something before it, and can say in few records what all of them say.
package struct RunBook: Sendable {
    struct Name: Hashable, Sendable {
        var message: String
        var room: String
    }

    /// What has ended of one message in one room.
    struct Entry: Sendable {
        struct Range: Sendable {
            var occurrences: ClosedRange<Int>
            var outcome: Outcome
            /// Whether its results are kept one by one, in ``RunBook/parts``.
            var isInParts = false
        }

        var name: Name
        var roomName: String
        var category: Category
        /// Of the first result.
        var due: Instant
        /// Of the last result.
        var time: Instant
        /// Sorted, apart from each other.
        var ended: [Range] = []
        /// What had ended under another id when a reload gave the message this one, and what ended under another that was
        /// begun under this one.
        var inherited = OccurrenceSet()
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
        /// Of the last attempt that has one.
        var result: ResultRecord?
        /// The last one without a return code of ZEGO's.
        var resultWithoutCode: ResultRecord?
        /// Results of the parts before this one.
        var endedParts: [ResultRecord] = []
        /// Of the ids that its message had before a reload gave it another.
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
    /// Inputs that a text has left with.
    private(set) var usedInputs: Set<String> = []
    private var indices: [Name: Int] = [:]
    /// Where the entry of the next result is likely to be: results come nearly in the order of the attempts.
    private var nextResult = 0

    package init() {}

    /// How many attempts have no result.
    package var openAttempts: Int { open.values.count { $0.attempt != nil && !$0.isAnswered } }

    /// Takes in one record, in their order.
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
            // Its results stand behind the reloads that they came before.
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

    // MARK: Ids

    private mutating func rename(_ renamed: [String: String]) {
        guard !renamed.isEmpty else { return }
        let moved = inherit(renamed)
        open = Dictionary(
            open.map { key, delivery in
                guard let entry = moved[key.entry] else { return (key, delivery) }
                var delivery = delivery
                delivery.formerEntries.append(key.entry)
                return (Key(entry: entry, occurrence: key.occurrence), delivery)
            }
        ) { _, last in last }
    }

    /// What has ended under the id that a message had counts under the one that it has.
    ///
    /// - Returns: the entries with the new ids, by those with the old ones.
    @discardableResult
    mutating func inherit(_ renamed: [String: String]) -> [Int: Int] {
        var moved: [Int: Int] = [:]
        for index in entries.indices {
            let entry = entries[index]
            guard let id = renamed[entry.name.message] else { continue }
            let name = Name(message: id, room: entry.name.room)
            let other = self.index(
                of: name, roomName: entry.roomName, category: entry.category, due: entry.due, time: entry.time)
            for range in entry.ended.map(\.occurrences) + entry.inherited.ranges {
                entries[other].inherited.insert(range)
            }
            moved[index] = other
        }
        return moved
    }

    private mutating func inheritAgain() {
        for case .control(let control) in events {
            if case .reload(let reload) = control.action { inherit(reload.renamed) }
        }
    }

    /// The entries of messages that a reload has just renamed, by those that they had.
    func moved(by renamed: [String: String]) -> [Int: Int] {
        guard !renamed.isEmpty else { return [:] }
        var moved: [Int: Int] = [:]
        for index in entries.indices {
            guard let id = renamed[entries[index].name.message] else { continue }
            moved[index] = self.index(message: id, room: entries[index].name.room)
        }
        return moved
    }

    // MARK: Attempts

    private mutating func take(_ attempt: AttemptRecord) -> Int {
        if !attempt.inputs.isEmpty { usedInputs.formUnion(attempt.inputs) }
        let name = Name(message: attempt.messageID, room: attempt.roomID)
        let index = index(
            of: name, roomName: attempt.roomID, category: attempt.category, due: attempt.due, time: attempt.time)
        let key = Key(entry: index, occurrence: attempt.occurrence)
        if hasEnded(key) {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery), which had ended")
            return index
        }
        let part = attempt.part?.number ?? 1
        var delivery = open.removeValue(forKey: key) ?? Open()
        if let before = delivery.attempt, !delivery.isAnswered {
            contradict(
                key,
                "attempt \(attempt.number) at \(attempt.delivery), although attempt \(before.number) has no result")
        } else if part < delivery.part {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery), a part that had ended")
        } else if let before = delivery.attempt, part == delivery.part, attempt.number < before.number {
            contradict(key, "attempt \(attempt.number) at \(attempt.delivery) after attempt \(before.number)")
        }
        delivery.part = part
        delivery.parts = attempt.part?.count ?? 1
        delivery.attempt = attempt
        delivery.isAnswered = false
        open[key] = delivery
        return index
    }

    // MARK: Results

    private mutating func take(_ result: ResultRecord) -> Int {
        if result.outcome.isFinal { tally[result.outcome] += result.occurrences.count }
        let name = Name(message: result.messageID, room: result.roomID)
        let isNext = nextResult < entries.count && entries[nextResult].name == name
        let index =
            isNext
            ? nextResult
            : index(
                of: name, roomName: result.roomName, category: result.category, due: result.due, time: result.time)
        nextResult = index + 1
        entries[index].time = result.time
        entries[index].roomName = result.roomName
        guard result.occurrences.count == 1 else {
            close(index, result.occurrences, as: result.outcome)
            return index
        }
        let key = Key(entry: index, occurrence: result.occurrence)
        // Taken out, not copied, where the delivery ends with it.
        let isLast = result.outcome.isFinal && result.part.map { $0.number >= $0.count } ?? true
        var delivery = isLast ? open.removeValue(forKey: key) : open[key]
        check(result, of: key, after: delivery)
        guard result.outcome.isFinal else {
            delivery?.isAnswered = true
            delivery?.result = result
            if result.code == nil { delivery?.resultWithoutCode = result }
            open[key] = delivery
            return index
        }
        if let part = result.part, part.number < part.count {
            if hasEnded(key) { return index }
            let before = delivery?.endedParts ?? []
            open[key] = Open(
                part: part.number + 1, parts: part.count, endedParts: before + [result],
                formerEntries: delivery?.formerEntries ?? [])
            return index
        }
        let isInParts = delivery?.endedParts.isEmpty == false
        if isInParts { parts[key] = (delivery?.endedParts ?? []) + [result] }
        // Whatever has one of these ids later, this was begun under it.
        for former in delivery?.formerEntries ?? [] {
            entries[former].inherited.insert(key.occurrence...key.occurrence)
        }
        close(index, key.occurrence...key.occurrence, as: result.outcome, isInParts: isInParts)
        return index
    }

    /// Looks for what contradicts the result of one occurrence.
    private mutating func check(_ result: ResultRecord, of key: Key, after delivery: Open?) {
        var what: String { "\(result.outcome.rawValue) of \(result.delivery)" }
        let part = result.part?.number ?? 1
        // Two final results of the whole are found where it is closed.
        if hasEnded(key) {
            if !result.outcome.isFinal || part < result.part?.count ?? 1 {
                contradict(key, "\(what), which had ended")
            }
        } else if let delivery, part < delivery.part, result.part != nil {
            contradict(key, "\(what), a part that had ended")
        } else if result.outcome.isFinal, result.attempt == 0 || result.took == nil {
            // Ended without an answer: what was attempted may still be.
            if result.attempt > 0, delivery?.attempt == nil {
                contradict(key, "\(what) after attempt \(result.attempt), which is not in the log")
            }
        } else if let attempt = delivery?.attempt {
            if delivery?.isAnswered == true {
                contradict(key, "\(what): attempt \(attempt.number) has two results")
            } else if attempt.number != result.attempt {
                contradict(key, "\(what) by attempt \(result.attempt), where the last is attempt \(attempt.number)")
            }
        } else {
            contradict(key, "\(what) by attempt \(result.attempt), which is not in the log")
        }
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

    // MARK: What has ended

    func index(message: String, room: String) -> Int? { indices[Name(message: message, room: room)] }

    mutating func index(
        of name: Name, roomName: String, category: Category, due: Instant, time: Instant
    ) -> Int {
        // Looked for once, whether it is found or added.
        let next = entries.count
        let index = withUnsafePointer(to: &indices[name, default: next]) { $0.pointee }
        if index == next {
            entries.append(Entry(name: name, roomName: roomName, category: category, due: due, time: time))
        }
        return index
    }

    func hasEnded(_ key: Key) -> Bool {
        let ended = entries[key.entry].ended
        let index = ended.firstIndex(endingFrom: key.occurrence)
        return index < ended.count && ended[index].occurrences.contains(key.occurrence)
    }

    private mutating func close(
        _ index: Int, _ occurrences: ClosedRange<Int>, as outcome: Outcome, isInParts: Bool = false
    ) {
        let added = Entry.Range(occurrences: occurrences, outcome: outcome, isInParts: isInParts)
        let place = entries[index].ended.firstIndex(endingFrom: occurrences.lowerBound)
        if place == entries[index].ended.count {
            // The usual case: the next one.
            entries[index].ended.appendOrExtend(added)
            return
        }
        var next = occurrences.lowerBound
        var pieces: [Entry.Range] = []
        for range in entries[index].ended[place...] where range.occurrences.overlaps(occurrences) {
            let both = range.occurrences.clamped(to: occurrences)
            let first = Key(entry: index, occurrence: both.lowerBound)
            contradict(first, through: both.upperBound, "\(outcome.rawValue) of \(name(of: first)), which had ended")
            if next < both.lowerBound {
                pieces.append(Entry.Range(occurrences: next...both.lowerBound - 1, outcome: outcome))
            }
            next = both.upperBound + 1
        }
        if next <= occurrences.upperBound {
            pieces.append(
                Entry.Range(occurrences: next...occurrences.upperBound, outcome: outcome, isInParts: isInParts))
        }
        entries[index].ended += pieces
        entries[index].ended.sort { $0.occurrences.lowerBound < $1.occurrences.lowerBound }
    }

    // MARK: Contradictions

    private func name(of key: Key) -> String {
        let name = entries[key.entry].name
        return DeliveryName.text(name.message, occurrence: key.occurrence, part: nil, roomID: name.room)
    }

    private mutating func contradict(_ key: Key, through last: Int? = nil, _ words: String) {
        suspects[entries[key.entry].name, default: OccurrenceSet()].insert(key.occurrence...(last ?? key.occurrence))
        contradict(words)
    }

    private mutating func contradict(_ words: String) {
        contradictionCount += 1
        if contradictions.count < Self.mostContradictions { contradictions.append(words) }
    }
}

extension [RunBook.Entry.Range] {
    /// The index of the first range that ends at `occurrence` or later.
    fileprivate func firstIndex(endingFrom occurrence: Int) -> Int {
        guard let last, last.occurrences.upperBound >= occurrence else { return count }
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].occurrences.upperBound < occurrence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate mutating func appendOrExtend(_ added: RunBook.Entry.Range) {
        if let last, last.outcome == added.outcome, !last.isInParts, !added.isInParts,
            last.occurrences.upperBound + 1 == added.occurrences.lowerBound
        {
            self[count - 1].occurrences = last.occurrences.lowerBound...added.occurrences.upperBound
        } else {
            append(added)
        }
    }
}
