package import Scheduling

/// Carries out attempts and probes. Each call of `send` or `probe` leads to one call of `ended`, from any thread.
package protocol AttemptTransport: Sendable {
    func send(_ attempt: Attempt, ended: @escaping @Sendable (Attempt.ID, AttemptEnd) -> Void)
    /// Finds out whether calls get through, with the credentials read again. Shows nothing to anybody.
    func probe(_ probe: Probe, ended: @escaping @Sendable (Probe.ID, AttemptEnd) -> Void)
    /// Opens a connection, so that the first message does not wait for TCP and TLS.
    func warmUp()
    /// Ends the attempts in flight and releases everything. No `ended` is called after this has returned.
    func shutDown() async
}
