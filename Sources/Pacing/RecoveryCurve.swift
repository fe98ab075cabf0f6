import Glibc
import ShowTime

/// How a rate comes back after a cut: the curve of CUBIC (RFC 9438), in shares of a quota.
///
/// `W(t) = Wmax · (1 + C (t − K)³)`, where `Wmax` is the share at which the rate was cut, and `K = ∛(depth / C)` is the time
/// after which it is there again. The curve rises fast while it is far below `Wmax`, is flat around it, and then probes beyond
/// it, ever faster. `C` is per `Wmax` and not per call, so that a large quota is back as soon as a small one. Its value is such
/// that the deepest cut, of 0.3, is back at 0.95 `Wmax` after two seconds: `0.3 (1 − 2 s / K)³ = 0.05` gives `K` = 4.45 s and
/// `C` = 0.3 / K³ = 0.0034 a cubic second.
struct RecoveryCurve: Sendable {
    static let growth = 0.00342

    /// The share at which it was cut.
    private let cutAt: Double
    /// When the rate begins to come back.
    private let begin: Uptime
    /// Seconds from `begin` until the rate is back at `cutAt`.
    private let plateau: Double

    /// - Precondition: `share` is at most `cutAt`.
    init(cutAt: Double, to share: Double, from begin: Uptime) {
        self.cutAt = cutAt
        self.begin = begin
        plateau = cbrt((1 - share / cutAt) / Self.growth)
    }

    func share(at now: Uptime) -> Double {
        let time = max(0, (now - begin).seconds) - plateau
        return min(1, cutAt * (1 + Self.growth * time * time * time))
    }
}
