import Histogram
import Pacing
package import Scheduling
package import ShowTime

/// The log of a run in figures. Takes its records one by one.
package struct RunReport: Sendable {
    /// Milliseconds from due to handed over, of what was sent.
    package struct Lateness: Sendable {
        package var p50: Int
        package var p90: Int
        package var p99: Int
        package var max: Int
    }

    package let path: String
    package private(set) var header: RunHeader?
    /// The number of processes that played it.
    package private(set) var processes = 0
    package private(set) var planned: Int?
    package private(set) var tally = Tally()
    /// Final results other than sent.
    package private(set) var unsent = UnsentDeliveries()
    package private(set) var events: [ControlRecord] = []
    package private(set) var firstTime: Instant?
    package private(set) var lastTime: Instant?
    package private(set) var attempts = 0
    package private(set) var hasEnded = false
    /// What the records add up to, and where they contradict each other.
    package private(set) var book = RunBook()

    /// Messages of which another occurrence than the first is in the log.
    private var repeated: Set<String> = []
    private var pauseFinder = RunPauses()
    private var late: Histogram<UInt64>
    private var peak = SlidingPeak()
    private var latest = 0

    /// - Parameter path: of the log, for those who look there for more.
    package init(path: String) {
        self.path = path
        late = Histogram(numberOfSignificantValueDigits: .three)
        late.autoResize = true
    }

    package mutating func take(_ record: Record) {
        let last = lastTime
        note(record.time)
        book.take(record)
        switch record {
        case .run(let header):
            if let last { pauseFinder.takeRestart(at: header.time, after: last) }
            self.header = self.header ?? header
            planned = header.planned
            processes += 1
        case .attempt(let attempt):
            attempts += 1
            peak.add(attempt.time)
        case .result(let result): take(result)
        case .control(let control):
            events.append(control)
            if let reopening = Reopening(control.action) {
                unsent.take(reopening)
                tally = book.tally
            }
            pauseFinder.take(control)
        case .end(let end):
            planned = end.planned
            tally = end.tally
            hasEnded = true
        }
    }

    private mutating func take(_ result: ResultRecord) {
        guard result.outcome.isFinal else { return }
        tally[result.outcome] += result.occurrences.count
        if result.occurrences.upperBound > 1 { repeated.insert(result.messageID) }
        if result.outcome == .sent {
            // In a log that was written again the lateness is not known.
            guard result.took != nil else { return }
            let milliseconds = Int(result.late.milliseconds)
            late.record(UInt64(max(0, milliseconds)))
            latest = max(latest, milliseconds)
        } else {
            unsent.take(result)
        }
    }

    package func isRepeated(_ messageID: String) -> Bool { repeated.contains(messageID) }

    /// Times in which nothing could be sent, in their order.
    package var pauses: [RunPause] { lastTime.map { pauseFinder.all(until: $0) } ?? [] }

    /// Attempts that have no result.
    package var openAttempts: Int { book.openAttempts }
    /// The most attempts within one second.
    package var peakPerSecond: Int { peak.most }

    /// Nil where nothing was sent.
    package var lateness: Lateness? {
        guard late.totalCount > 0 else { return nil }
        // The histogram answers with the upper end of a bucket, which may lie beyond the latest there was.
        func percentile(_ share: Double) -> Int { min(Int(late.valueAtPercentile(share)), latest) }
        return Lateness(p50: percentile(50), p90: percentile(90), p99: percentile(99), max: latest)
    }

    private mutating func note(_ time: Instant) {
        firstTime = min(firstTime ?? time, time)
        lastTime = max(lastTime ?? time, time)
    }
}
