package import Scheduling
package import ShowTime

/// How the API answers one attempt.
package struct Answer: Sendable {
    /// Nil where no answer ever comes.
    package var kind: AttemptEnd.Kind?
    package var code: Int?
    /// Nil for the usual time.
    package var took: Interval?

    private init(_ kind: AttemptEnd.Kind?, _ code: Int? = nil) {
        self.kind = kind
        self.code = code
    }

    package static let accepted = Answer(.accepted, 0)
    package static let throttledApp = Answer(.throttledApp, 206)
    package static let throttledRoom = Answer(.throttledRoom, 207)
    package static let transient = Answer(.transient, 1)
    package static let notSent = Answer(.notSent)
    package static let refused = Answer(.refused, 50012)
    package static let clock = Answer(.clock, 100_000_004)
    package static let account = Answer(.account, 100_000_005)
    package static let unanswered = Answer(.unanswered)
    package static let foreign = Answer(.foreignAnswer)
    package static let hang = Answer(nil)

    package func after(_ time: Interval) -> Answer {
        var answer = self
        answer.took = time
        return answer
    }
}
