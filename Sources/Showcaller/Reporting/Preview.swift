package import Scheduling
package import ShowTime
package import Timelines

/// One delivery as it will be made.
package struct PreviewRow: Sendable {
    package var run: RunID
    package var messageID: String
    package var occurrence: Int
    /// Nil where the text is whole.
    package var part: Part?
    package var roomID: String
    package var roomName: String
    package var category: Category
    package var offset: Interval
    package var due: Instant
    /// When the pacer lets it go; nil where the quota is so overrun that it is never sent.
    package var expected: Instant?
    package var content: String
    /// Whether the show waits here for an operator: it goes on at once in a preview.
    package var isBehindHold = false

    package var delivery: String {
        DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }
    package var bytes: Int { content.utf8.count }
}

/// What a preview comes to.
package struct PreviewSummary: Sendable {
    package var deliveries = 0
    /// Deliveries that the quota does not let go in time.
    package var missed = 0
    package var longest = 0
    /// The most deliveries that are due within one second, and when.
    package var peak: (count: Int, from: Instant)?
    package var worstLate = Interval.zero
    package var worstLateMessage: String?
    package var first: Instant?
    package var last: Instant?
    /// Messages without end, of which only the beginning is shown.
    package var cut: [String] = []
}

/// Plays scripts through the scheduler with a virtual clock and an API that accepts everything at once: what comes out is what
/// goes out on the night.
package struct Preview {
    private var scheduler: Scheduler
    private var runs: [RunID: PreviewedRun] = [:]
    private var summary = PreviewSummary()
    private var dues: [Int64] = []
    /// Runs that a script has held, whose next delivery is the one they wait before.
    private var held: Set<RunID> = []

    package init(rate: Double?, roomRate: Double?) {
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        configuration.mostInFlight = .max
        scheduler = Scheduler(configuration)
    }

    /// - Parameter take: is given each delivery in the order in which they leave, those that never do when that is decided;
    ///   returns false for enough.
    package static func play(
        _ shows: [(timeline: Timeline, start: Instant)], rate: Double?, roomRate: Double?, take: (PreviewRow) -> Bool
    ) -> PreviewSummary {
        var preview = Preview(rate: rate, roomRate: roomRate)
        preview.play(shows, take)
        return preview.summary
    }

    private mutating func play(_ shows: [(timeline: Timeline, start: Instant)], _ take: (PreviewRow) -> Bool) {
        guard let begin = shows.map({ $0.start + $0.timeline.firstOffset }).min() else { return }
        var now = Moment(wall: begin - .seconds(1), uptime: .zero)
        var actions: [Scheduler.Action] = []
        for (timeline, start) in shows {
            let (bounded, cut) = timeline.bounded()
            summary.cut += cut
            let id = RunID(timeline: timeline.name, start: start)
            runs[id] = PreviewedRun(bounded, id)
            scheduler.load(id, bounded, at: now, &actions)
        }
        while true {
            guard carryOut(&actions, at: now, take) else { break }
            let wake = scheduler.nextWake
            let waits = [wake.wall.map { $0 - now.wall }, wake.uptime.map { $0 - now.uptime }].compactMap { $0 }
            guard let wait = waits.min() else { break }
            now = now.advanced(by: max(wait, .zero))
            scheduler.tick(at: now, &actions)
        }
        summary.peak = Self.peak(&dues)
    }

    private mutating func carryOut(
        _ actions: inout [Scheduler.Action], at now: Moment, _ take: (PreviewRow) -> Bool
    ) -> Bool {
        while !actions.isEmpty {
            let batch = actions
            actions.removeAll(keepingCapacity: true)
            for action in batch {
                switch action {
                case .attempt(let attempt):
                    scheduler.attemptEnded(
                        attempt.id, AttemptEnd(.accepted, handedOver: now.wall), at: now, &actions)
                    guard let id = attempt.run, var row = runs[id]?.row(of: attempt, at: now.wall) else { continue }
                    row.isBehindHold = held.remove(id) != nil
                    note(row)
                    guard take(row) else { return false }
                case .record(.result(let result)) where result.outcome != .sent:
                    guard let row = runs[result.run]?.row(of: result) else { continue }
                    summary.missed += 1
                    note(row)
                    guard take(row) else { return false }
                case .record(.control(let control)):
                    if case .holdBefore = control.action {
                        held.insert(control.run)
                        // As if the operator said "go" at once: nothing is moved.
                        try? scheduler.perform(.go, on: control.run, at: now, &actions)
                    }
                default: break
                }
            }
        }
        return true
    }

    private mutating func note(_ row: PreviewRow) {
        summary.deliveries += 1
        summary.longest = max(summary.longest, row.bytes)
        summary.first = min(summary.first ?? row.due, row.due)
        summary.last = max(summary.last ?? row.due, row.due)
        dues.append(row.due.nanoseconds)
        if let expected = row.expected, expected - row.due > summary.worstLate {
            summary.worstLate = expected - row.due
            summary.worstLateMessage = row.messageID
        }
    }

    /// The most dues within any one second.
    private static func peak(_ dues: inout [Int64]) -> (count: Int, from: Instant)? {
        dues.sort()
        var best: (count: Int, from: Instant)?
        var first = 0
        for last in dues.indices {
            while dues[last] - dues[first] >= 1_000_000_000 { first += 1 }
            if last - first + 1 > best?.count ?? 0 { best = (last - first + 1, Instant(nanoseconds: dues[first])) }
        }
        return best
    }
}

/// What the rows of one run are made from.
private struct PreviewedRun {
    private let id: RunID
    private let timeline: Timeline
    private let rooms: [String: String]
    private let schedules: [String: Schedule]
    private var expander: MessageExpander
    /// Only made where anything is missed.
    private var indices: [String: Int]?

    init(_ timeline: Timeline, _ id: RunID) {
        self.id = id
        self.timeline = timeline
        rooms = Dictionary(timeline.rooms.map { ($0.id, $0.name) }) { first, _ in first }
        schedules = Dictionary(timeline.messages.map { ($0.id, $0.schedule) }) { first, _ in first }
        expander = MessageExpander(timeline, start: id.start)
    }

    func row(of attempt: Attempt, at now: Instant) -> PreviewRow? {
        guard let schedule = schedules[attempt.messageID] else { return nil }
        return PreviewRow(
            run: id, messageID: attempt.messageID, occurrence: attempt.occurrence, part: attempt.part,
            roomID: attempt.roomID,
            roomName: rooms[attempt.roomID] ?? attempt.roomID, category: attempt.category,
            offset: schedule.offset(ofOccurrence: attempt.occurrence), due: attempt.due, expected: now,
            content: attempt.content)
    }

    /// The row of a delivery that is never sent.
    mutating func row(of result: ResultRecord) -> PreviewRow? {
        if indices == nil { indices = Dictionary(zip(timeline.messages.map(\.id), 0...)) { first, _ in first } }
        guard let message = indices?[result.messageID].map({ timeline.messages[$0] }),
            let room = timeline.rooms.firstIndex(where: { $0.id == result.roomID })
        else { return nil }
        let content = try? expander.content(
            of: message, occurrence: result.occurrence, room: room, due: result.due, part: result.part?.number ?? 1
        ).content
        return PreviewRow(
            run: id, messageID: result.messageID, occurrence: result.occurrence, part: result.part,
            roomID: result.roomID,
            roomName: result.roomName, category: result.category,
            offset: message.schedule.offset(ofOccurrence: result.occurrence), due: result.due, expected: nil,
            content: content ?? "")
    }
}
