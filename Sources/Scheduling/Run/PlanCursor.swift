import HeapModule
import ShowTime
import Timelines

/// Goes through a timeline in the order in which its messages are due. A repeat is one entry, however often it comes.
struct PlanCursor: Sendable {
    struct Occurrence: Comparable, Sendable {
        var offset: Interval
        var message: Int
        /// From 1.
        var occurrence: Int

        /// The one that is due first, then the order of the file.
        static func < (left: Occurrence, right: Occurrence) -> Bool {
            (left.offset, left.message) < (right.offset, right.message)
        }
    }

    /// The next occurrence, nil where there is none left.
    private(set) var next: Occurrence?
    /// Messages that are due once, by offset and then by their order in the file.
    private var once: [Int32]
    private var nextOnce = 0
    /// Messages that are due once and were skipped.
    private var dropped: Set<Int> = []
    /// The next occurrence of each repeat.
    private var repeats: Heap<Occurrence>
    private let timeline: Timeline

    /// - Parameters:
    ///   - ledger: what has ended. Of a repeat, what has ended from its beginning on, in all its rooms, is not gone through
    ///     again: that may be millions.
    ///   - leads: of the numbers in the ledger, see ``TimelineVersion/leads``.
    init(_ plan: TimelinePlan, after ledger: Ledger, leads: [Int: Int] = [:]) {
        let timeline = plan.timeline
        self.init(plan) { message in
            let lead = leads[message] ?? 0
            let rooms = timeline.roomLists[timeline.messages[message].roomList].count
            return ledger.firstOpen(message: message, rooms: rooms, from: lead + 1) - lead
        }
    }

    /// - Parameter offset: what is due before it is not gone through.
    init(_ plan: TimelinePlan, from offset: Interval) {
        let timeline = plan.timeline
        self.init(plan) { timeline.messages[$0].schedule.firstOccurrence(from: offset) }
        nextOnce = plan.firstOnce(from: offset)
        findNext()
    }

    private init(_ plan: TimelinePlan, firstOfRepeat: (Int) -> Int) {
        timeline = plan.timeline
        once = plan.once
        repeats = Heap(
            plan.repeats.compactMap { message in
                let schedule = plan.timeline.messages[Int(message)].schedule
                let first = firstOfRepeat(Int(message))
                guard schedule.contains(occurrence: first) else { return nil }
                return Occurrence(
                    offset: schedule.offset(ofOccurrence: first), message: Int(message), occurrence: first)
            })
        findNext()
    }

    private mutating func findNext() {
        if !dropped.isEmpty {
            while nextOnce < once.count, dropped.contains(Int(once[nextOnce])) { nextOnce += 1 }
        }
        next = repeats.min
        guard nextOnce < once.count else { return }
        let message = Int(once[nextOnce])
        let single = Occurrence(offset: timeline.messages[message].schedule.first, message: message, occurrence: 1)
        if next.map({ single < $0 }) ?? true { next = single }
    }

    /// Goes past ``next``.
    mutating func advance() {
        guard let next else { return }
        let schedule = timeline.messages[next.message].schedule
        let following = next.occurrence + 1
        if !schedule.isRepeated {
            nextOnce += 1
        } else if schedule.contains(occurrence: following) {
            repeats.replaceMin(
                with: Occurrence(
                    offset: schedule.offset(ofOccurrence: following), message: next.message, occurrence: following))
        } else {
            repeats.removeMin()
        }
        findNext()
    }

    /// Every message that still has something ahead, with the first occurrence of it that was not passed.
    var upcoming: [(message: Int, occurrence: Int)] {
        let single = once[nextOnce...].lazy.map(Int.init).filter { !dropped.contains($0) }.map { ($0, 1) }
        let repeated = repeats.unordered.map { ($0.message, $0.occurrence) }
        return (single + repeated).sorted { $0.0 < $1.0 }.map { (message: $0.0, occurrence: $0.1) }
    }

    /// Takes out what is left of a message.
    mutating func drop(_ message: Int) {
        if timeline.messages[message].schedule.isRepeated {
            repeats = Heap(repeats.unordered.filter { $0.message != message })
        } else {
            dropped.insert(message)
        }
        findNext()
    }

    /// Takes out the next messages: those that are due once, and after them the repeats.
    ///
    /// - Parameters:
    ///   - most: no more messages are taken out once their sizes add up to this; at least one is.
    ///   - size: the size of a message.
    /// - Returns: the messages in their order in the file, each with the first occurrence that was not passed.
    mutating func dropFirst(most: Int, size: (Int) -> Int) -> [(message: Int, occurrence: Int)] {
        var left = most
        var taken: [(message: Int, occurrence: Int)] = []
        while left > 0, nextOnce < once.count {
            let message = Int(once[nextOnce])
            nextOnce += 1
            guard !dropped.contains(message) else { continue }
            taken.append((message, 1))
            left -= size(message)
        }
        while left > 0, let first = repeats.popMin() {
            taken.append((first.message, first.occurrence))
            left -= size(first.message)
        }
        findNext()
        return taken.sorted { $0.message < $1.message }
    }

    /// Takes out everything.
    mutating func dropAll() {
        once = []
        nextOnce = 0
        repeats = []
        next = nil
    }
}
