import HeapModule
import ShowTime
import Timelines

/// Goes through a timeline in the order in which its messages are due. A repeat is one entry, however often it comes.
struct PlanCursor: Sendable {
    private struct Repeat: Comparable, Sendable {
        var offset: Interval
        var message: Int
        var occurrence: Int

        static func < (left: Repeat, right: Repeat) -> Bool {
            (left.offset, left.message) < (right.offset, right.message)
        }
    }

    struct Occurrence: Equatable {
        var message: Int
        var occurrence: Int
        var offset: Interval
    }

    /// Messages that are due once, by offset and then by their order in the file.
    private var once: [Int32]
    private var nextOnce = 0
    /// Messages that are due once and were skipped.
    private var dropped: Set<Int> = []
    private var repeats: Heap<Repeat>
    private let timeline: Timeline

    /// - Parameter ledger: what has ended. Of a repeat, what has ended from its beginning on, in all its rooms, is not gone
    ///   through again: that may be millions.
    init(_ timeline: Timeline, after ledger: Ledger) {
        self.timeline = timeline
        let messages = timeline.messages
        var once: [Int32] = []
        var repeats: [Repeat] = []
        for (index, message) in messages.enumerated() {
            let schedule = message.schedule
            if schedule.isRepeated {
                let next = ledger.firstOpen(message: index, rooms: timeline.rooms(of: message).count)
                guard schedule.contains(occurrence: next) else { continue }
                repeats.append(
                    Repeat(offset: schedule.offset(ofOccurrence: next), message: index, occurrence: next))
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
    }

    /// The next occurrence, nil where there is none left.
    var next: Occurrence? {
        let single = nextOnce < once.count ? Int(once[nextOnce]) : nil
        guard let repeated = repeats.min else {
            return single.map { Occurrence(message: $0, occurrence: 1, offset: timeline.messages[$0].schedule.first) }
        }
        if let single {
            let offset = timeline.messages[single].schedule.first
            if (offset, single) < (repeated.offset, repeated.message) {
                return Occurrence(message: single, occurrence: 1, offset: offset)
            }
        }
        return Occurrence(message: repeated.message, occurrence: repeated.occurrence, offset: repeated.offset)
    }

    /// Goes past ``next``.
    mutating func advance() {
        guard let next else { return }
        let schedule = timeline.messages[next.message].schedule
        guard schedule.isRepeated else {
            nextOnce += 1
            skipDropped()
            return
        }
        let following = next.occurrence + 1
        if schedule.contains(occurrence: following) {
            let entry = Repeat(
                offset: schedule.offset(ofOccurrence: following), message: next.message, occurrence: following)
            repeats.replaceMin(with: entry)
        } else {
            repeats.removeMin()
        }
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
            skipDropped()
        }
    }

    /// Takes out everything.
    mutating func dropAll() {
        once = []
        nextOnce = 0
        repeats = []
    }

    private mutating func skipDropped() {
        while nextOnce < once.count, dropped.contains(Int(once[nextOnce])) { nextOnce += 1 }
    }
}
