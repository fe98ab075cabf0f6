package import Scheduling

/// The latest records that people care about: results and commands, of each run and of all.
package struct RecordRing: Sendable {
    /// The most records of one run that are kept.
    static let mostOfRun = 500
    static let mostRuns = 32

    private struct Entry: Sendable {
        var number: Int
        var record: Record
    }

    private struct OfRun: Sendable {
        var entries: [Entry] = []
        /// The index of the oldest entry, once the ring is full.
        var next = 0

        mutating func append(_ entry: Entry) {
            guard entries.count == RecordRing.mostOfRun else { return entries.append(entry) }
            entries[next] = entry
            next = (next + 1) % RecordRing.mostOfRun
        }

        var inOrder: [Entry] { Array(entries[next...] + entries[..<next]) }
    }

    private var runs: [RunID: OfRun] = [:]
    /// The runs in the order in which they came.
    private var order: [RunID] = []
    /// The number of records so far.
    package private(set) var count = 0

    package init() {}

    package mutating func append(_ record: Record) {
        count += 1
        let run = record.run
        if runs[run] == nil {
            if order.count == Self.mostRuns { runs[order.removeFirst()] = nil }
            order.append(run)
        }
        runs[run, default: OfRun()].append(Entry(number: count, record: record))
    }

    /// The latest records of a run, oldest first.
    package func latest(_ most: Int, of run: RunID) -> [Record] {
        (runs[run]?.inOrder ?? []).suffix(most).map(\.record)
    }

    /// The records of all runs after the first `number`, at most the latest `most`, oldest first.
    package func latest(_ most: Int, after number: Int) -> [Record] {
        guard number < count else { return [] }
        let new = runs.values.flatMap { $0.inOrder.suffix(most).filter { $0.number > number } }
        return new.sorted { $0.number < $1.number }.suffix(most).map(\.record)
    }
}
