/// Where the shell reads its clocks. The pure core never asks: it is told.
package protocol TimeSource: Sendable {
    /// Both clocks, read together. The uptime never goes backwards; the wall clock may.
    var now: Moment { get }
}
