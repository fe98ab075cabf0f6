/// One thing that was looked at before a show.
package struct PreflightCheck: Sendable, Equatable {
    package enum Verdict: String, Sendable, Comparable, CaseIterable {
        case ok
        /// The show can begin, but an operator should look at this.
        case warning
        /// As it is, messages will not be sent.
        case problem

        package static func < (left: Verdict, right: Verdict) -> Bool {
            allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
        }
    }

    /// What was looked at: `credentials`, `clock`, `room` …
    package var name: String
    /// Which of several: a room, a sender, a timeline.
    package var subject: String?
    package var verdict: Verdict
    /// The finding.
    package var message: String
    /// What to do about it.
    package var advice: String?

    package init(
        _ name: String, about subject: String? = nil, is verdict: Verdict, _ message: String, advice: String? = nil
    ) {
        self.name = name
        self.subject = subject
        self.verdict = verdict
        self.message = message
        self.advice = advice
    }
}
