import Scheduling
import ShowTime

/// How the API answers one attempt.
struct Answer: Sendable {
    /// Nil where no answer ever comes.
    var kind: AttemptEnd.Kind?
    var code: Int?
    /// Nil for the usual time.
    var took: Interval?

    private init(_ kind: AttemptEnd.Kind?, _ code: Int? = nil) {
        self.kind = kind
        self.code = code
    }

    static let accepted = Answer(.accepted, 0)
    static let throttledApp = Answer(.throttledApp, 206)
    static let throttledRoom = Answer(.throttledRoom, 207)
    static let transient = Answer(.transient, 1)
    static let notSent = Answer(.notSent)
    static let refused = Answer(.refused, 50012)
    static let clock = Answer(.clock, 100_000_004)
    static let account = Answer(.account, 100_000_005)
    static let unanswered = Answer(.unanswered)
    static let foreign = Answer(.foreignAnswer)
    static let hang = Answer(nil)

    func after(_ time: Interval) -> Answer {
        var answer = self
        answer.took = time
        return answer
    }
}
