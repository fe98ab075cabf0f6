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

    /// - Parameter ledger: what has ended. Of a repeat, what has ended from its beginning on, in all its rooms, is not gone
    ///   through again: that may be millions.
    init(_ timeline: Timeline, after ledger: Ledger) {
        self.timeline = timeline
        let messages = timeline.messages
        var once: [Int32] = []
        var repeats: [Occurrence] = []
        // By index: a message is more than is looked at here.
        for index in messages.indices {
            let schedule = messages[index].schedule
            if schedule.isRepeated {
                let rooms = timeline.roomLists[messages[index].roomList].count
                let next = ledger.firstOpen(message: index, rooms: rooms)
                guard schedule.contains(occurrence: next) else { continue }
                repeats.append(
                    Occurrence(offset: schedule.offset(ofOccurrence: next), message: index, occurrence: next))
            } else {
                once.append(Int32(index))
            }
        }
        // Scripts are mostly written in order: then there is nothing to sort.
        let isSorted = zip(once, once.dropFirst()).allSatisfy {
            messages[Int($0)].schedule.first <= messages[Int($1)].schedule.first
        }
        if !isSorted {
            once.sort { (messages[Int($0)].schedule.first, $0) < (messages[Int($1)].schedule.first, $1) }
        }
        self.once = once
        self.repeats = Heap(repeats)
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

    /// Takes out everything.
    mutating func dropAll() {
        once = []
        nextOnce = 0
        repeats = []
        next = nil
    }
}
