import Pacing
import ShowTime

/// A sender that always has something to send, a network, and a server that counts calls in a sliding second, in virtual
/// time.
struct ClosedLoop {
    struct Setup: CustomStringConvertible {
        var seed: UInt64
        var roundTrip = Interval.milliseconds(60)
        /// Whether the server's window holds the calls that it refused, too.
        var countsRefused = false
        var quota = 100
        /// What the server allows, where that is less.
        var allowed: Int?
        /// When calls of others arrive, in seconds.
        var foreign: [Double] = []
        /// Of our calls so many are throttled at random.
        var strays = 0.0
        var seconds: Int64 = 60

        var description: String {
            "seed \(seed), round trip \(roundTrip.milliseconds) ms, refused calls \(countsRefused ? "count" : "do not count")"
        }
    }

    /// What became of our calls, in seconds from the start.
    struct Record {
        fileprivate(set) var sent: [Uptime] = []
        fileprivate(set) var arrived: [Uptime] = []
        /// By their arrival.
        fileprivate(set) var accepted: [Double] = []
        fileprivate(set) var refused: [Double] = []
        /// As each call left.
        fileprivate(set) var shares: [Double] = []

        /// Calls accepted a second.
        func pace(_ time: Range<Double>) -> Double {
            Double(accepted.count { time.contains($0) }) / (time.upperBound - time.lowerBound)
        }

        /// The share of calls that was refused.
        func refused(_ time: Range<Double>) -> Double {
            let refused = Double(refused.count { time.contains($0) })
            return refused / (refused + Double(accepted.count { time.contains($0) }))
        }

        /// The end of the last second in which fewer than `least` calls were accepted, in steps of 50 ms.
        func slow(below least: Double, in time: Range<Double>) -> Double? {
            let begins = stride(from: time.lowerBound, through: time.upperBound - 1, by: 0.05)
            return begins.reversed().first { pace($0..<$0 + 1) < least }.map { $0 + 1 }
        }
    }

    private enum Event {
        case foreignArrival
        case arrival(sent: Uptime)
        case answer(sent: Uptime, isThrottled: Bool)
    }

    private static let begin = Uptime(nanoseconds: 1_000_000_000)
    private static let jitter = Interval.milliseconds(20)

    private let setup: Setup
    private var pacer: Pacer
    private var generator: SeededGenerator
    private var record = Record()
    /// The next one last.
    private var events: [(time: Uptime, event: Event)] = []
    /// Calls that the server counts.
    private var window: [Uptime] = []

    static func play(_ setup: Setup) -> Record {
        var loop = ClosedLoop(setup)
        loop.play()
        return loop.record
    }

    private init(_ setup: Setup) {
        self.setup = setup
        pacer = Pacer(rate: Double(setup.quota))
        generator = SeededGenerator(state: setup.seed)
        events = setup.foreign.sorted(by: >).map {
            (Self.begin + Interval(nanoseconds: Int64($0 * 1e9)), .foreignArrival)
        }
    }

    private mutating func play() {
        var now = Self.begin
        let end = now + .seconds(setup.seconds)
        while now < end {
            let earliest = pacer.earliest(from: now)
            // A wake-up comes up to a millisecond late.
            let wake = earliest > now ? earliest + random(upTo: .milliseconds(1)) : now
            if let next = events.last, next.time <= wake {
                events.removeLast()
                now = next.time
                happen(next.event, at: now)
            } else {
                now = wake
                send(at: now)
            }
        }
    }

    private mutating func send(at now: Uptime) {
        record.sent.append(now)
        record.shares.append(pacer.currentShare(at: now))
        pacer.take(at: now)
        schedule(.arrival(sent: now), at: now + halfWay + random(upTo: Self.jitter))
    }

    private mutating func happen(_ event: Event, at now: Uptime) {
        switch event {
        case .foreignArrival: _ = admit(at: now, isStray: false)
        case .arrival(let sent):
            record.arrived.append(now)
            let isStray = Double.random(in: 0..<1, using: &generator) < setup.strays
            let isAdmitted = admit(at: now, isStray: isStray)
            let seconds = (now - Self.begin).seconds
            if isAdmitted { record.accepted.append(seconds) } else { record.refused.append(seconds) }
            schedule(.answer(sent: sent, isThrottled: !isAdmitted), at: now + halfWay)
        case .answer(let sent, true): pacer.slowDown(afterCallAt: sent, now: now)
        case .answer(let sent, false): pacer.passed(callAt: sent)
        }
    }

    private mutating func admit(at now: Uptime, isStray: Bool) -> Bool {
        while let first = window.first, now - first >= .seconds(1) { window.removeFirst() }
        let isAdmitted = window.count < setup.allowed ?? setup.quota && !isStray
        if isAdmitted || setup.countsRefused { window.append(now) }
        return isAdmitted
    }

    private mutating func schedule(_ event: Event, at time: Uptime) {
        let place = events.lastIndex { $0.time > time }.map { $0 + 1 } ?? 0
        events.insert((time, event), at: place)
    }

    private var halfWay: Interval { Interval(nanoseconds: setup.roundTrip.nanoseconds / 2) }

    private mutating func random(upTo length: Interval) -> Interval {
        Interval(nanoseconds: .random(in: 0...length.nanoseconds, using: &generator))
    }
}
