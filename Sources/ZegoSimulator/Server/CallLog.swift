import DequeModule
package import ShowTime

/// A log of the calls that a server received: the last ones in full, and counts of all. Holds no secret and no
/// signature.
package struct CallLog: Sendable {
    package struct Entry: Hashable, Sendable {
        /// The time at which the first byte of the call was read, on both clocks.
        package var arrival: Moment
        /// The parameters as they were decoded, without `Signature`.
        package var query: Query
        /// The code that the client was told; nil where it got no answer with one.
        package var code: ReturnCode?
        /// The fault that decided the response, if one did.
        package var fault: Fault.Kind?
        /// Whether the message reached its audience.
        package var isShown: Bool
    }

    /// Counts since the beginning.
    package struct Totals: Hashable, Sendable {
        /// Calls of every action.
        package var received = 0
        /// Messages that reached their audience.
        package var shown = 0
    }

    package private(set) var totals = Totals()

    private let capacity: Int
    private var recent = Deque<Entry>()
    private var rate = PeakRate()

    /// - Parameter capacity: the number of entries to keep.
    init(capacity: Int) { self.capacity = capacity }

    /// The last entries, in the order in which the calls were processed.
    package var entries: [Entry] { Array(recent) }

    /// The largest number of `SendBarrageMessage` calls that arrived within any second, refused ones included.
    package var peakPerSecond: Int { rate.peak }

    mutating func append(_ query: Query, at arrival: Moment, _ response: SimulatedResponse) {
        append(.query(query), at: arrival, response)
    }

    /// Logs a call. Of one that has no query, only the counts are kept.
    mutating func append(_ call: ReceivedCall, at arrival: Moment, _ response: SimulatedResponse) {
        totals.received += 1
        if response.isShown { totals.shown += 1 }
        if call.isMessage { rate.add(arrival.uptime) }
        guard capacity > 0, case .query(let query) = call else { return }
        if recent.count == capacity { recent.removeFirst() }
        recent.append(
            Entry(
                arrival: arrival, query: query.without("Signature"), code: response.code, fault: response.fault,
                isShown: response.isShown))
    }
}
