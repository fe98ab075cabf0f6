import ControlAPI
import Scheduling
import ShowTime
import Synchronization
import Timelines

/// Makes what people are shown of a state. The next cues are expanded beside the show, and again only when they may have changed.
final class StatusMaker: Sendable {
    static let mostNext = 10
    private static let mostRooms = 50
    /// How long trouble in a room is shown after it was last seen.
    private static let memory = Interval.minutes(5)
    /// A list of cues is made anew after this time even if nothing has happened: how late the quota makes the cues changes.
    private static let longestUse = Interval.seconds(1)

    private struct Known {
        var revision: RunSnapshot.Revision
        var time: Uptime
        var cues: [CueAnswer]
    }

    private let watch: ShowWatch
    private let mode: RunMode
    private let known = Mutex<[RunID: Known]>([:])

    init(_ watch: ShowWatch, mode: RunMode) {
        self.watch = watch
        self.mode = mode
    }

    func status(_ state: ShowState) -> StatusAnswer {
        let snapshot = state.snapshot
        var answer = StatusAnswer(now: snapshot.now.wall)
        answer.account = StatusAnswer.Gate(snapshot.account)
        answer.network = StatusAnswer.Gate(snapshot.network)
        answer.logProblem = state.logProblem
        answer.clockAhead = state.clockAhead ?? .zero
        answer.quota.rate = snapshot.rate
        answer.quota.perSecond = state.callsPerSecond
        answer.quota.share = snapshot.quotaShare
        if snapshot.spacing > .zero {
            // What may be sent is a little less than the rate: the rest is kept free for jitter.
            answer.quota.used = min(1, Double(state.callsPerSecond) * snapshot.spacing.seconds)
        }
        answer.runs = snapshot.runs.map { run in
            var shown = RunAnswer(run, mode: mode, next: next(of: run, at: snapshot.now.uptime))
            shown.rooms = rooms(of: run)
            return shown
        }
        answer.upcoming = state.upcoming.map { UpcomingStart(timeline: $0.timeline.name, start: $0.start) }
        return answer
    }

    private func next(of run: RunSnapshot, at now: Uptime) -> [CueAnswer] {
        guard run.status.isPlaying else {
            known.withLock { $0[run.id] = nil }
            return []
        }
        let revision = run.revision
        if let known = known.withLock({ $0[run.id] }), known.revision == revision, now - known.time < Self.longestUse {
            return known.cues
        }
        let cues = run.upcoming(most: Self.mostNext).map(CueAnswer.init)
        known.withLock { $0[run.id] = Known(revision: revision, time: now, cues: cues) }
        return cues
    }

    private func rooms(of run: RunSnapshot) -> [RunAnswer.Room] {
        var rooms = run.lateRooms.prefix(Self.mostRooms).map { late in
            let room = run.timeline.rooms[late.room]
            return RunAnswer.Room(
                name: room.name, id: room.id, waiting: late.waiting, trouble: "waits for the room's own quota")
        }
        for (id, trouble) in watch.troubles(of: run.id).sorted(by: { $0.key < $1.key })
        where run.now - trouble.time < Self.memory {
            if let index = rooms.firstIndex(where: { $0.id == id }) {
                rooms[index].trouble += "; \(trouble.words)"
            } else if rooms.count < Self.mostRooms {
                rooms.append(RunAnswer.Room(name: trouble.roomName, id: id, waiting: 0, trouble: trouble.words))
            }
        }
        return rooms
    }
}

extension StatusAnswer.Gate {
    fileprivate init(_ gate: ShowSnapshot.Gate) {
        self.init()
        isHeld = gate.isHeld
        reason = gate.reason
        since = gate.since
    }
}
