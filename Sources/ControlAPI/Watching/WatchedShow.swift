import JSONText
import RunLog
package import Scheduling
package import ShowTime

/// A show as a reader of its events knows it: the counterpart of ``StateFeed``.
package struct WatchedShow: Sendable {
    private static let mostRecords = 500

    /// The status as of the last event.
    private var known: StatusAnswer
    private var time: Uptime
    /// The latest records, oldest first.
    package private(set) var records: [Record] = []
    /// The id of the last event: a reader that comes back with it is told what it has missed.
    package private(set) var lastID: String?

    /// - Parameter now: when the event came.
    /// - Returns: nil where the event is no state.
    package init?(_ event: EventReader.Event, at now: Uptime) {
        guard event.name == "state", let status = StatusAnswer(json: event.data) else { return nil }
        known = status
        time = now
        lastID = event.id
        takeRecords(of: event.data)
    }

    /// Takes the next event.
    ///
    /// - Returns: whether it could be read. Where not, only a whole state helps.
    package mutating func take(_ event: EventReader.Event, at now: Uptime) -> Bool {
        switch event.name {
        case "state":
            guard let whole = Self(event, at: now) else { return false }
            self = whole
        case "change":
            guard known.take(change: event.data) else { return false }
            time = now
            lastID = event.id
            takeRecords(of: event.data)
        default: break
        }
        return true
    }

    /// The status at a time: as of the last event, with its clocks moved on by the time since then.
    package func status(at now: Uptime) -> StatusAnswer {
        var status = known
        let passed = max(.zero, now - time)
        status.now = status.now + passed
        for index in status.runs.indices where status.runs[index].isPlaying {
            status.runs[index].now = status.runs[index].now + passed
            if status.runs[index].hold == nil { status.runs[index].offset += passed }
        }
        return status
    }

    private mutating func takeRecords(of data: [UInt8]) {
        data.withUnsafeBufferPointer { bytes in
            var members = JSONMembers()
            guard members.read(bytes), case .array(let array)? = members.value("records") else { return }
            var reader = RecordReader()
            JSONObject.readArray(array) { element in
                if case .object(let object) = element, let record = reader.record(object) { records.append(record) }
            }
        }
        records = records.suffix(Self.mostRecords)
    }
}

extension StatusAnswer {
    /// Takes the members of a change: each replaces the one before, each run the one with the same id.
    fileprivate mutating func take(change bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var members = JSONMembers()
            guard members.read(bytes), let now = members.instant("now") else { return false }
            self.now = now
            members.object("account") { account = Gate(&$0) }
            members.object("network") { network = Gate(&$0) }
            members.object("log") { logProblem = $0.bool("blocked") == true ? $0.text("reason") ?? "" : nil }
            if let ahead = members.milliseconds("clock_ahead_ms") { clockAhead = ahead }
            members.object("quota") { quota = Quota(&$0) }
            if case .array? = members.value("upcoming") {
                upcoming = []
                members.forEachObject("upcoming") { next in
                    guard let timeline = next.text("timeline"), let start = next.instant("start") else { return }
                    upcoming.append(UpcomingStart(timeline: timeline, start: start))
                }
            }
            members.forEachObject("runs") { run in
                guard let run = RunAnswer(&run) else { return }
                if let index = runs.firstIndex(where: { $0.run == run.run }) {
                    runs[index] = run
                } else {
                    runs.append(run)
                }
            }
            members.forEachObject("clocks") { clock in
                guard let id = clock.text("run"), let index = runs.firstIndex(where: { $0.run.description == id })
                else { return }
                if let now = clock.instant("now") { runs[index].now = now }
                if let offset = clock.milliseconds("offset_ms") { runs[index].offset = offset }
                runs[index].behind = clock.milliseconds("behind_ms") ?? .zero
                runs[index].ends = clock.instant("ends")
            }
            return true
        }
    }
}
