/// How many deliveries of a run ended with each outcome.
package struct Tally: Hashable, Sendable {
    private var sent = 0
    private var rejected = 0
    private var failed = 0
    private var missed = 0
    private var cancelled = 0
    private var unknown = 0
    private var invalid = 0

    package init() {}

    /// Zero for what is not final.
    package subscript(outcome: Outcome) -> Int {
        get {
            switch outcome {
            case .sent: sent
            case .rejected: rejected
            case .failed: failed
            case .missed: missed
            case .cancelled: cancelled
            case .unknown: unknown
            case .invalid: invalid
            case .retrying, .throttled, .held: 0
            }
        }
        set {
            switch outcome {
            case .sent: sent = newValue
            case .rejected: rejected = newValue
            case .failed: failed = newValue
            case .missed: missed = newValue
            case .cancelled: cancelled = newValue
            case .unknown: unknown = newValue
            case .invalid: invalid = newValue
            case .retrying, .throttled, .held: break
            }
        }
    }

    package var total: Int { sent + rejected + failed + missed + cancelled + unknown + invalid }
    package var isAllSent: Bool { sent == total }
}
