import ShowTime
import Timelines

extension RunBook {
    /// What has ended of one message in one room.
    struct Entry: Sendable {
        var name: Name
        var roomName: String
        var category: Category
        /// The due time in the first record of it.
        var due: Instant
        /// The time of its last result; before any result, that of the first record of it.
        var time: Instant
        var ended = Endings()
        /// What had ended under another id when a reload gave the message this one, and what was begun under this id and
        /// ended under another.
        var inherited = OccurrenceSet()
    }

    /// Occurrences of one message in one room that ended alike.
    struct Ending: Sendable {
        var occurrences: ClosedRange<Int>
        var outcome: Outcome
        /// Whether its results are kept one by one, in ``RunBook/parts``.
        var isInParts = false
    }

    /// Endings that are sorted and do not overlap. Nearly always there is only one, which takes no memory of its own: a long log
    /// has a million of these collections.
    struct Endings: RandomAccessCollection, Sendable {
        private var first: Ending?
        private var others: [Ending] = []

        init(_ endings: some Sequence<Ending> = []) { for ending in endings { append(ending) } }

        var startIndex: Int { 0 }
        var endIndex: Int { first == nil ? 0 : 1 + others.count }
        subscript(place: Int) -> Ending { place == 0 ? first! : others[place - 1] }

        private mutating func append(_ ending: Ending) {
            if first == nil { first = ending } else { others.append(ending) }
        }

        private mutating func extendLast(to occurrence: Int) {
            if others.isEmpty {
                first!.occurrences = first!.occurrences.lowerBound...occurrence
            } else {
                let last = others.count - 1
                others[last].occurrences = others[last].occurrences.lowerBound...occurrence
            }
        }

        /// Adds an ending that comes after all others.
        mutating func appendOrExtend(_ added: Ending) {
            if let last, last.outcome == added.outcome, !last.isInParts, !added.isInParts,
                last.occurrences.upperBound + 1 == added.occurrences.lowerBound
            {
                extendLast(to: added.occurrences.upperBound)
            } else {
                append(added)
            }
        }

        /// The index of the first one that ends at `occurrence` or later.
        func firstIndex(endingFrom occurrence: Int) -> Int {
            guard let last, last.occurrences.upperBound >= occurrence else { return count }
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                if self[middle].occurrences.upperBound < occurrence { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}
