import ShowTime

/// How far the rate is lowered while the server throttles, and how it comes back: the law of the pacer, in shares of the
/// quota.
///
/// | what the server answers | what it means | what is done |
/// |---|---|---|
/// | fewer than 15 % of the last 150 throttled | strays: no lower rate would avoid them | nothing |
/// | 15 % or more | the quota is shared, or lower than was said | cut by that share, 30 % at most: to what got through |
/// | eight more throttled than accepted | the window is full of somebody's calls | cut by 30 %, after a pause of a second |
///
/// **One cut per second and round trip.** The server sees the lowered rate alone once its window holds no call from before
/// the cut: a call that left within a second of the cut says nothing about the lowered rate. Its answer may only deepen this
/// one cut, up to 30 %, as the throttled share becomes known. The answer to a later call may cut again, by the share among
/// the answers since.
///
/// **The pause** is as long as the window. After it, neither our calls nor a foreign burst are in the window any more. This
/// holds also where the server counts refused calls, which would otherwise keep the window full for as long as they go on.
/// Answers to calls that left before the pause are ignored. Where the window is full again before eight calls got through,
/// no rate would have helped: another pause follows, but no deeper cut.
///
/// **Then back** on a ``RecoveryCurve``: at 95 % of where it was cut within 2 s, around it for another 5 s, then probing.
/// Never below 20 %, so that it notices when the server has calmed down; from there back at the full rate within 14 s.
/// After 30 s in which nothing was throttled, all is forgotten.
///
/// Why these numbers. Suppose that a tenth of all calls is throttled at random. At a quota of 100 a second this is 9.7 a
/// second: if strays counted, every second would bring a cut, and CUBIC would be at its floor. Among 150 answers, a tenth
/// shows as a share of 10 ± 2.5 %, so that 15 % is passed about once in 20 s, and then costs 15 % for the 3.5 s of the curve:
/// 86 calls a second are accepted, of 87 that could be. Eight more throttled than accepted happens then about once in
/// 9⁸ = 43 million calls; where all calls are throttled, it takes eight. The price: where the quota is shared for long, about
/// an eighth of our calls is refused; and where more than 15 % are throttled at random, the rate sinks, as nothing tells
/// these from a quota that is exceeded.
struct Slowdown: Sendable {
    /// The server's window, and so the length of the pause.
    static let window = Interval.seconds(1)
    /// The share of throttled calls from which on the rate is to blame.
    static let tolerance = 0.15
    /// The share by which one cut lowers the rate at most: CUBIC's.
    static let deepest = 0.3
    /// When this many more calls were throttled than accepted, the window is full.
    static let mostSurplus = 8
    static let leastShare = 0.2
    /// When nothing was throttled for this long, everything is forgotten.
    static let memory = Interval.seconds(30)
    /// Only calls that follow each other make a surplus: when nothing was throttled for this long, it starts again from zero.
    private static let surplusMemory = Interval.seconds(2)

    private struct Cut {
        let share: Double
        /// When it was made or, if that came later, the pause began.
        let time: Uptime
        /// The part of `share` by which it was lowered.
        let depth: Double
        let hasPause: Bool
        let curve: RecoveryCurve
    }

    private var answers: ThrottledShare
    private var surplus = 0
    private var lastThrottle: Uptime?
    private var cut: Cut?
    /// Whether the counted answers are to calls that left after the cut took effect, which is a window after it was made.
    private var countsAnew = true

    /// - Parameter quota: calls a second.
    init(quota: Double) {
        // One and a half windows' worth, and never too few to tell a tenth from a sixth.
        answers = ThrottledShare(size: Int(max(150, min(quota, 1e6) * 1.5)))
    }

    /// The share of the quota that may be used.
    func share(at now: Uptime) -> Double { cut?.curve.share(at: now) ?? 1 }

    /// Takes note that the server let a call through.
    mutating func passed(callAt sent: Uptime) {
        guard isNews(sent) else { return }
        answers.add(isThrottled: false)
        surplus = max(0, surplus - 1)
    }

    /// Takes note that the server throttled a call. Returns how long nothing is to be sent where a lower rate is not enough, else
    /// nil.
    mutating func throttled(callAt sent: Uptime, now: Uptime) -> Interval? {
        forget(at: now)
        guard isNews(sent) else { return nil }
        lastThrottle = now
        answers.add(isThrottled: true)
        surplus += 1
        let isFull = surplus >= Self.mostSurplus
        guard isFull || answers.value >= Self.tolerance else { return nil }
        return lower(by: isFull ? Self.deepest : min(answers.value, Self.deepest), isFull: isFull, at: now)
    }

    private mutating func lower(by depth: Double, isFull: Bool, at now: Uptime) -> Interval? {
        var share = share(at: now)
        var time = now
        if let cut, !countsAnew {
            guard isFull || depth > cut.depth else { return nil }
            share = cut.share
            if !isFull { time = cut.time }
        } else if let cut, isFull, cut.hasPause, answers.passed < Self.mostSurplus {
            share = max(share, cut.share)
        }
        let lowered = max(share * (1 - depth), Self.leastShare)
        let pause = isFull ? Self.window : .zero
        cut = Cut(
            share: share, time: time, depth: depth, hasPause: isFull,
            curve: RecoveryCurve(cutAt: max(share, lowered), to: lowered, from: now + pause))
        countsAnew = false
        guard isFull else { return nil }
        surplus = 0
        return pause
    }

    /// Whether the answer to a call says anything new. One to a call from before the cut took effect does not, where answers to
    /// later calls are counted already, or where the cut came with a pause: such calls are the reason for the pause.
    private mutating func isNews(_ sent: Uptime) -> Bool {
        guard let cut else { return true }
        guard sent >= cut.time + Self.window else { return !countsAnew && !cut.hasPause }
        if !countsAnew {
            countsAnew = true
            answers.removeAll()
        }
        return true
    }

    private mutating func forget(at now: Uptime) {
        guard let lastThrottle else { return }
        let quiet = now - lastThrottle
        if quiet > Self.surplusMemory { surplus = 0 }
        if quiet > Self.memory {
            cut = nil
            countsAnew = true
            answers.removeAll()
        }
    }
}
