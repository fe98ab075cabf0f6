package import Reporting
package import ShowTime

/// Looks again and again, until nothing is a problem or the show starts.
package struct PreflightWait {
    /// How long it waits between two looks.
    package static let pauseLength = Interval.seconds(10)

    /// When the first show starts; nil where that is not known.
    private let start: Instant?
    private let now: () -> Instant
    private let pause: (Interval) async -> Void

    /// - Parameter pause: waits for an interval.
    package init(until start: Instant?, now: @escaping () -> Instant, pause: @escaping (Interval) async -> Void) {
        self.start = start
        self.now = now
        self.pause = pause
    }

    /// - Parameters:
    ///   - look: looks at everything.
    ///   - show: is given the news of every look that found any.
    /// - Returns: the findings of the last look.
    package func run(
        look: () async -> [PreflightCheck], show: (_ news: [PreflightCheck], _ time: Instant) -> Void
    ) async -> [PreflightCheck] {
        var changes = PreflightChanges()
        while true {
            let checks = await look()
            let time = now()
            let news = changes.take(checks)
            if !news.isEmpty { show(news, time) }
            guard checks.contains(where: { $0.verdict == .problem }), !Task.isCancelled else { return checks }
            if let start, time >= start { return checks }
            await pause(start.map { min(Self.pauseLength, $0 - time) } ?? Self.pauseLength)
        }
    }
}
