import JSONText
import RunLog
package import Scheduling
package import ShowTime

/// The server-sent events for those who watch: a state, then what changes. One feed serves all readers. It is a value that is
/// given a status a few times a second, and makes an event of what is new in it.
package struct StateFeed: Sendable {
    /// One event, as it goes over the wire.
    package struct Event: Sendable, Hashable {
        package var id: Int
        package var bytes: [UInt8]
    }

    /// How long changes are kept, for a reader that comes back.
    package static let memory = Interval.minutes(1)
    /// The most bytes of changes that are kept.
    static let mostBytes = 4 << 20
    /// The most records of one event; the latest are taken.
    package static let mostRecords = 50
    /// The longest time without an event, so that a reader sees that the connection stands.
    static let longestSilence = Interval.seconds(1)

    fileprivate struct RunPart: Sendable {
        var run: RunID
        var bytes: [UInt8]
        /// The number of bytes at the beginning that do not change by themselves.
        var stable: Int
    }

    fileprivate struct Parts: Sendable {
        var now: Instant
        /// Whole members: `"quota":{…}`.
        var members: [[UInt8]] = []
        var runs: [RunPart] = []
        var clocks: [UInt8] = []
    }

    /// Tells which process an id is from: ids begin anew with each process.
    private let epoch: String
    private var lastID = 0
    private var parts: Parts?
    private var records: [[UInt8]] = []
    private var changes: [(event: Event, time: Uptime)] = []
    private var keptBytes = 0
    private var lastChange: Uptime?

    package init(epoch: String) { self.epoch = epoch }

    package var isEmpty: Bool { parts == nil }

    /// Takes a new status.
    ///
    /// - Parameter new: the records since the last time, oldest first.
    /// - Returns: what is new, nil where nothing is.
    package mutating func take(_ status: StatusAnswer, records new: [Record], at now: Uptime) -> Event? {
        let parts = Parts(status)
        let lines = new.suffix(Self.mostRecords).map { record in
            var line: [UInt8] = []
            line.append(record)
            line.removeLast()
            return line
        }
        records = (records + lines).suffix(Self.mostRecords)
        let before = self.parts
        self.parts = parts
        forget(at: now)
        guard let before else { return nil }
        let members = parts.members.filter { !before.members.contains($0) }
        let runs = parts.runs.filter { part in
            !before.runs.contains { $0.run == part.run && $0.isLike(part) }
        }
        let isSilent = lastChange.map { now - $0 >= Self.longestSilence } ?? true
        let isOneGone = before.runs.contains { part in !parts.runs.contains { $0.run == part.run } }
        guard !members.isEmpty || !runs.isEmpty || !lines.isEmpty || isOneGone || isSilent else { return nil }
        lastID += 1
        let event = isOneGone ? state() ?? change(parts, members, runs, lines) : change(parts, members, runs, lines)
        changes.append((event, now))
        keptBytes += event.bytes.count
        lastChange = now
        return event
    }

    private func change(_ parts: Parts, _ members: [[UInt8]], _ runs: [RunPart], _ lines: [[UInt8]]) -> Event {
        frame("change") { bytes in
            bytes.field("now", parts.now)
            for member in members { bytes.append(member: member) }
            if !runs.isEmpty {
                bytes.field("runs", array: runs) { $0.append(contentsOf: $1.bytes) }
            }
            if !parts.clocks.isEmpty { bytes.append(member: parts.clocks) }
            if !lines.isEmpty { bytes.field("records", array: lines) { $0.append(contentsOf: $1) } }
        }
    }

    /// The whole state as of the last status; nil before the first one.
    package func state() -> Event? {
        guard let parts else { return nil }
        return frame("state") { bytes in
            bytes.field("now", parts.now)
            for member in parts.members { bytes.append(member: member) }
            bytes.field("runs", array: parts.runs) { $0.append(contentsOf: $1.bytes) }
            bytes.field("records", array: records) { $0.append(contentsOf: $1) }
        }
    }

    /// What a reader has missed since an event, nil where that is no longer known.
    ///
    /// - Parameter id: as the reader says it: `7f3a-12`.
    package func changes(after id: String) -> [Event]? {
        let words = id.split(separator: "-")
        guard words.count == 2, words[0] == epoch, let id = Int(words[1]), (0...lastID).contains(id) else { return nil }
        if id == lastID { return [] }
        guard let first = changes.firstIndex(where: { $0.event.id == id + 1 }) else { return nil }
        return changes[first...].map(\.event)
    }

    /// A line that readers ignore. It shows all of them that the connection stands.
    package static let heartbeat = Array(": heartbeat\n\n".utf8)

    private mutating func forget(at now: Uptime) {
        var old = 0
        while old < changes.count, now - changes[old].time > Self.memory || keptBytes > Self.mostBytes {
            keptBytes -= changes[old].event.bytes.count
            old += 1
        }
        changes.removeFirst(old)
    }

    private func frame(_ name: String, _ members: (inout [UInt8]) -> Void) -> Event {
        var bytes = Array("event: \(name)\nid: \(epoch)-\(lastID)\ndata: ".utf8)
        bytes.object(members)
        bytes.append(contentsOf: "\n\n".utf8)
        return Event(id: lastID, bytes: bytes)
    }
}

extension StateFeed.RunPart {
    fileprivate func isLike(_ other: Self) -> Bool {
        stable == other.stable && bytes[..<stable] == other.bytes[..<stable]
    }
}

extension StateFeed.Parts {
    fileprivate init(_ status: StatusAnswer) {
        now = status.now
        members = [
            .member("account") { status.account.write(to: &$0) },
            .member("network") { status.network.write(to: &$0) },
            .member("log") { status.writeLog(to: &$0) },
            .member("clock_ahead_ms") { $0.append(json: Int(status.clockAhead.milliseconds)) },
            .member("quota") { status.quota.write(to: &$0) },
            .member("upcoming") { status.writeUpcoming(to: &$0) },
        ]
        runs = status.runs.map { run in
            var bytes: [UInt8] = []
            let stable = run.writeReturningClocks(to: &bytes)
            return StateFeed.RunPart(run: run.run, bytes: bytes, stable: stable)
        }
        let playing = status.runs.filter(\.isPlaying)
        guard !playing.isEmpty else { return }
        clocks = .member("clocks") { bytes in
            bytes.array(playing) { bytes, run in
                bytes.object {
                    $0.field("run", run.run.description)
                    run.writeClocks(to: &$0)
                }
            }
        }
    }
}

extension [UInt8] {
    fileprivate static func member(_ name: StaticString, _ value: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.name(name)
        value(&bytes)
        // The enclosing object writes the comma before a member.
        if bytes.first == UInt8(ascii: ",") { bytes.removeFirst() }
        return bytes
    }

    fileprivate mutating func append(member: [UInt8]) {
        if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
        append(contentsOf: member)
    }
}
