import Scheduling
import ShowTime
import TestSupport

/// The time that a run of a simulated night should keep, worked out from what is done to the clocks and from what an earlier
/// process wrote down.
struct NightClock {
    /// How far the run's time is ahead of the uptime; nil while it goes by the wall clock.
    private(set) var lead: Interval?
    private var wallLead = Interval.zero

    private static let leastStep: Interval = "2s"

    func time(at now: Moment) -> Instant {
        lead.map { Instant(nanoseconds: now.uptime.nanoseconds + $0.nanoseconds) } ?? now.wall
    }

    mutating func begin(at now: Moment) {
        guard lead == nil else { return }
        lead = now.wallLead
        wallLead = now.wallLead
    }

    /// Takes note that somebody has set the wall clock, or that a process has started and finds it set.
    mutating func wallClockWasSet(at now: Moment) {
        guard let lead else { return }
        let step = now.wallLead - wallLead
        wallLead = now.wallLead
        if (wallLead - lead).magnitude < Self.leastStep {
            self.lead = wallLead
        } else if step.magnitude < Self.leastStep {
            self.lead = lead + step
        }
    }

    /// Takes the time from the log that a new process finds.
    ///
    /// - Returns: what is wrong with what the log says of the time.
    mutating func recover(from records: [Record], boot: String, hasBegun: Bool, at now: Moment) -> String? {
        let before = lead
        lead = nil
        guard hasBegun else { return nil }
        var known: (boot: String?, lead: Interval, off: Interval) = (nil, .zero, .zero)
        for record in records {
            switch record {
            case .run(let header):
                let off = header.boot == known.boot ? known.off : .zero
                known = (header.boot, lead(of: header.run.start, header.uptimeAtStart!), off)
            case .control(let control):
                guard case .clockStep(_, let off, let uptime) = control.action else { continue }
                known.lead = lead(of: control.run.start, uptime)
                known.off = off
            default: break
            }
        }
        guard known.boot == boot else {
            begin(at: now)
            return nil
        }
        lead = known.lead
        wallLead = known.lead + known.off
        wallClockWasSet(at: now)
        // The tolerance is for small steps that did not get into the log, drifts that are not worth writing down, and rounding.
        guard let before, let lead, (before - lead).magnitude > Self.leastStep * 2 + "101ms" else { return nil }
        return "goes on \((lead - before).inSeconds) s from where it was"
    }

    private func lead(of start: Instant, _ uptime: Uptime) -> Interval { Moment(wall: start, uptime: uptime).wallLead }
}
