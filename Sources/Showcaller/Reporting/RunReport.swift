import Histogram
package import RunLog
package import Scheduling
package import ShowTime
import Timelines

/// What the log of a run says, gathered for people.
package struct RunReport: Sendable {
    /// A delivery that did not end as sent.
    package struct Unsent: Sendable {
        package var delivery: String
        package var count: Int
        package var roomName: String
        package var due: Instant
        package var outcome: Outcome
        package var code: Int?
        package var reason: String?
    }

    package struct Event: Sendable {
        package var time: Instant
        package var action: ControlRecord.Action
    }

    /// Milliseconds from due to handed over, of what was sent.
    package struct Lateness: Sendable {
        package var p50: Int
        package var p90: Int
        package var p99: Int
        package var max: Int
    }

    package var path: String
    package var header: RunHeader?
    /// How many processes played it.
    package var processes = 0
    package var planned: Int?
    package var tally = Tally()
    package var lateness: Lateness?
    package var unsent: [Unsent] = []
    package var events: [Event] = []
    package var firstTime: Instant?
    package var lastTime: Instant?
    package var attempts = 0
    /// Attempts that have no result.
    package var openAttempts = 0
    /// The most attempts within one second.
    package var peakPerSecond = 0
    package var hasEnded = false

    /// Not every delivery that was not sent is kept: of a whole season of notices, these many.
    package static let mostUnsent = 100_000

    package init(_ path: String) throws(LogError) {
        self.path = path
        var late = Histogram<UInt64>(numberOfSignificantValueDigits: .three)
        late.autoResize = true
        var peak = SlidingPeak()
        var open: Set<String> = []
        try LogReader.read(path) { entry in
            self.take(entry, &late, &peak, &open)
        }
        openAttempts = open.count
        peakPerSecond = peak.most
        guard late.totalCount > 0 else { return }
        // The histogram answers with the upper end of a bucket, which may lie beyond the latest there was.
        func percentile(_ share: Double) -> Int { min(Int(late.valueAtPercentile(share)), latest) }
        lateness = Lateness(p50: percentile(50), p90: percentile(90), p99: percentile(99), max: latest)
    }

    private var latest = 0

    private mutating func take(
        _ entry: LogEntry, _ late: inout Histogram<UInt64>, _ peak: inout SlidingPeak, _ open: inout Set<String>
    ) {
        switch entry {
        case .run(let header):
            self.header = self.header ?? header
            planned = header.planned
            processes += 1
            note(header.time)
        case .attempt(let attempt):
            attempts += 1
            peak.add(attempt.time)
            open.insert(attempt.delivery)
            note(attempt.time)
        case .result(let result):
            open.remove(result.delivery)
            take(result, &late)
            note(result.time)
        case .control(let action, let time):
            events.append(Event(time: time, action: action))
            note(time)
        case .end(let planned, let tally, let time):
            self.planned = planned
            self.tally = tally
            hasEnded = true
            note(time)
        }
    }

    private mutating func take(_ result: LoggedResult, _ late: inout Histogram<UInt64>) {
        guard result.outcome.isFinal else { return }
        tally[result.outcome] += result.occurrences.count
        if result.outcome == .sent {
            late.record(UInt64(max(0, result.late)))
            latest = max(latest, result.late)
        } else if unsent.count < Self.mostUnsent {
            unsent.append(
                Unsent(
                    delivery: result.delivery, count: result.occurrences.count, roomName: result.roomName,
                    due: result.due, outcome: result.outcome, code: result.code, reason: result.reason))
        }
    }

    private mutating func note(_ time: Instant) {
        firstTime = min(firstTime ?? time, time)
        lastTime = max(lastTime ?? time, time)
    }
}

/// The most events within any one second, of events that come in order.
private struct SlidingPeak {
    private var times: [Int64] = []
    private var first = 0
    private(set) var most = 0

    mutating func add(_ time: Instant) {
        times.append(time.nanoseconds)
        while first < times.count, time.nanoseconds - times[first] >= 1_000_000_000 { first += 1 }
        most = max(most, times.count - first)
        if first > 4096 {
            times.removeFirst(first)
            first = 0
        }
    }
}
