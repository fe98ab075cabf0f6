package import Scheduling
package import ShowTime

/// Something that people must know of a show at once.
package struct Alarm: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case log
        case account
        case network
        /// This host's clock is not ZEGO's.
        case clock
        /// The wall clock was set while a run kept its own time.
        case clockStep = "clock_step"
        /// There are too many messages of which nobody knows whether they were shown.
        case unknown
        case late
        /// The script holds the show.
        case hold
        /// Nothing more of a run goes out, although it has not ended.
        case stopped
        case ended
    }

    package var kind: Kind
    /// Nil where it is about everything that is played.
    package var run: RunID?
    package var text: String
    package var since: Instant?

    package init(_ kind: Kind, of run: RunID? = nil, _ text: String, since: Instant? = nil) {
        self.kind = kind
        self.run = run
        self.text = text
        self.since = since
    }

    /// The bounds from which on something is an alarm.
    package struct Bounds: Sendable {
        /// How far the oldest message that has not gone out is behind its due time.
        package var lateness: Interval
        /// How long the script holds the show; nil where a hold is no alarm.
        package var hold: Interval?

        /// For a screen that shows holds anyway.
        package static let screen = Bounds(lateness: .seconds(1), hold: nil)
        /// For somebody who does not watch.
        package static let alerts = Bounds(lateness: .seconds(10), hold: .minutes(2))
    }

    /// The least error of the host's clock that is an alarm.
    static let leastClockError = Interval.seconds(1)
}

extension StatusAnswer {
    /// What is wrong as things stand, the worst first.
    package func alarms(_ bounds: Alarm.Bounds) -> [Alarm] {
        var alarms: [Alarm] = []
        if let logProblem {
            alarms.append(Alarm(.log, "the log cannot be written, nothing is sent until it can: \(logProblem)"))
        }
        if account.isHeld {
            let reason = account.reason.map { ": \($0)" } ?? ""
            alarms.append(
                Alarm(.account, "the account is refused, nothing gets through\(reason)", since: account.since))
        }
        if network.isHeld {
            let reason = network.reason.map { ": \($0)" } ?? ""
            alarms.append(
                Alarm(.network, "ZEGO cannot be reached, nothing is sent until it can\(reason)", since: network.since))
        }
        if clockAhead.magnitude >= Alarm.leastClockError {
            let off = Interval.seconds(clockAhead.magnitude.milliseconds / 1000).words
            alarms.append(
                Alarm(.clock, "this host's clock is \(off) \(clockAhead > .zero ? "ahead of" : "behind") ZEGO's"))
        }
        return alarms + runs.flatMap { $0.alarms(bounds) }
    }
}

extension RunAnswer {
    fileprivate func alarms(_ bounds: Alarm.Bounds) -> [Alarm] {
        var alarms: [Alarm] = []
        if state == .stopped {
            alarms.append(Alarm(.stopped, of: run, "stopped before its end; the same command goes on with it"))
        }
        guard isPlaying else { return alarms }
        if clockOff.magnitude >= RunClock.leastStep {
            let side = clockOff > .zero ? "behind" : "ahead of"
            alarms.append(
                Alarm(
                    .clockStep, of: run,
                    "the clock was set: the show keeps its own time, \(clockOff.magnitude.words) \(side) it"))
        }
        if late > 0, behind >= bounds.lateness {
            let words = late == 1 ? "1 message is late" : "\(late) messages are late"
            alarms.append(Alarm(.late, of: run, "\(words), by up to \(behind.secondsText)", since: now - behind))
        }
        if let bound = bounds.hold, let hold, let before = hold.before, let since = hold.since, now - since >= bound {
            let needs = hold.input.map { ", which needs \($0)" } ?? ""
            alarms.append(Alarm(.hold, of: run, "the show holds before \(before)\(needs)", since: since))
        }
        return alarms
    }
}
