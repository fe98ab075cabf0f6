import Rehearsing
import Reporting
import RunLog
import Scheduling

/// Writes the records of a rehearsal into the logs of its runs, and keeps the reports of what is in them.
struct RehearsalWriter: Sendable {
    let logs: [RehearsalLog]
    /// The report of each log, made while it is written: the logs need not be read for it.
    private(set) var reports: [RunReport]
    /// Why a log could not be written.
    private(set) var failure: LogError?
    private let observer: (any ShowObserver)?
    /// The lines that are not yet in each of the logs.
    private var lines: [[UInt8]]
    /// The index of each run's log.
    private let places: [RunID: Int]

    init(_ logs: [RehearsalLog], observer: (any ShowObserver)?) {
        self.logs = logs
        self.observer = observer
        reports = logs.map { RunReport(path: $0.file.path) }
        lines = logs.map { _ in [] }
        places = Dictionary(uniqueKeysWithValues: zip(logs.map(\.run.id), logs.indices))
    }

    /// Takes note of the header that a log begins with.
    mutating func began(_ header: RunHeader, at place: Int) { reports[place].take(.run(header)) }

    /// Writes what was recorded, then tells the observer of it. Unlike a run, a rehearsal does not wait for space on a full disk.
    ///
    /// - Returns: whether all of it, and all before, is written.
    mutating func write(_ records: [Record]) -> Bool {
        guard failure == nil else { return false }
        var place = 0
        // By index: copying a record would change reference counts that another thread changes at the same time.
        for index in records.indices {
            // Most records are of the same run as the one before.
            if logs.count > 1, logs[place].run.id != records[index].run { place = places[records[index].run] ?? place }
            lines[place].append(records[index])
            reports[place].take(records[index])
        }
        do throws(LogError) {
            for (place, log) in logs.enumerated() where !lines[place].isEmpty {
                try log.file.append(lines[place])
                lines[place].removeAll(keepingCapacity: true)
            }
        } catch {
            failure = error
            return false
        }
        if let observer {
            for record in records { observer.observe(record) }
        }
        return true
    }
}

extension ShowObserver {
    /// Tells of a record that was written, where it is something that an observer is told of.
    fileprivate func observe(_ record: Record) {
        switch record {
        case .result(let result): observe(.result(result))
        case .control(let control): observe(.control(control))
        case .end(let end): observe(.ended(end.run, end.tally))
        case .attempt(let attempt): observe(.attempt(attempt))
        case .run: break
        }
    }
}
