package import ShowTime

/// The totals of a preview.
package struct PreviewSummary: Sendable {
    package var deliveries = 0
    /// Deliveries that the quota does not let go in time.
    package var missed = 0
    package var longest = 0
    /// The most deliveries that are due within one second, and when.
    package var peak: (count: Int, from: Instant)?
    package var worstLate = Interval.zero
    package var worstLateMessage: String?
    package var first: Instant?
    package var last: Instant?
    /// Messages without end, of which only the beginning is shown.
    package var cut: [String] = []
    /// Messages that the quota holds up so long that an audience notices, the worst first.
    package var forecasts: [PreviewForecast] = []

    package init() {}
}
