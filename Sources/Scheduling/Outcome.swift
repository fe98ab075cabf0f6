/// How an attempt ended, or why a delivery was never attempted.
package enum Outcome: String, Sendable, CaseIterable {
    /// The API accepted it. Nobody can say whether everyone saw it.
    case sent
    /// The API refused it.
    case rejected
    /// Tried, and retries are used up.
    case failed
    /// Never tried: too late.
    case missed
    /// By an operator.
    case cancelled
    /// Nobody can say whether it was shown.
    case unknown
    /// It could not be expanded at send time.
    case invalid

    case retrying
    case throttled
    /// Waiting because nothing gets through for the account.
    case held

    /// Whether the delivery ends with it.
    package var isFinal: Bool {
        switch self {
        case .retrying, .throttled, .held: false
        default: true
        }
    }

    /// The outcomes that a delivery can end with, in the order in which people are shown them.
    package static let final: [Outcome] = [.sent, .rejected, .failed, .missed, .cancelled, .unknown, .invalid]
}

/// The account book of a run: how many deliveries ended how.
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
