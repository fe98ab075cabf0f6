/// The clocks of the host, or those of a test. Only the shell reads them; the pure core is given the time.
package protocol TimeSource: Sendable {
    /// Both clocks, read together. The uptime never goes backwards; the wall clock may.
    var now: Moment { get }
}
