package import ShowTime
package import Timelines

/// One run as it stands, to be looked at beside the show: its cues are expanded from it, which takes its time.
package struct RunSnapshot: Sendable {
    var run: Run
    /// By the run's own time.
    package let now: Instant
    /// How many waiting deliveries have been due for over a second.
    package internal(set) var late = 0
    /// The earliest due time of all that waits or is on its way.
    var firstDue: Instant?
    /// How many wait for their rooms, by the room's slot, where they are late.
    var lateBySlot: [Int32: Int] = [:]
    /// What is on its way.
    var flying: Set<DeliveryKey> = []
    /// How many deliveries of all runs wait for the quota, and how far apart it lets them go.
    var backlog = 0
    var spacing = Interval.zero
    package let status: RunStatus

    init(_ run: Run, at now: Moment) {
        self.run = run
        self.now = run.time(at: now)
        status = run.status(at: now)
    }

    /// A run that nobody plays yet.
    ///
    /// - Parameter start: when it would begin.
    package init(of timeline: Timeline, start: Instant, at now: Moment) {
        let run = Run(
            id: RunID(timeline: timeline.name, start: start), number: 0, timeline: timeline,
            roomSlots: timeline.rooms.map { _ in 0 })
        self.init(run, at: now)
    }

    package var id: RunID { run.id }
    package var timeline: Timeline { run.timeline }
    package var zone: Zone { run.timeline.zone }

    /// Since the start by the script: the offset that the show's clock has come to.
    package var showOffset: Interval { run.showOffset(at: now) }

    /// How far the oldest of what waits or is on its way is behind its due time.
    package var behind: Interval { firstDue.map { max(.zero, now - $0) } ?? .zero }

    /// When the last of the script is due by the timeline alone, nil where it has no end.
    package var plannedEnd: Instant? { run.plan.lastOffset.map { run.id.start + $0 } }

    /// When the last of it is expected to leave as things stand.
    package var expectedEnd: Instant? {
        guard let last = run.plan.lastOffset else { return nil }
        let held = run.hold.map { max(.zero, now - $0.begin) } ?? .zero
        let end = run.due(last) + held
        return max(end, now + spacing * status.open)
    }

    /// Rooms whose deliveries wait for the room's own quota and are late by now: index in the timeline, and how many.
    package var lateRooms: [(room: Int, waiting: Int)] {
        guard !lateBySlot.isEmpty else { return [] }
        return run.roomSlots.enumerated().compactMap { room, slot in lateBySlot[slot].map { (room, $0) } }
    }

    /// Stays the same for as long as nothing has happened to what is still to come.
    package var revision: Revision {
        Revision(run: run.id, changes: run.changes, next: run.cursor.next.map { [$0.message, $0.occurrence] } ?? [])
    }

    package struct Revision: Hashable, Sendable {
        var run: RunID
        var changes: Int
        var next: [Int]
    }
}
