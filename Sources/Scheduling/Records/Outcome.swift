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
    /// Back in the queue because nothing gets through: for the account, or on the network.
    case held

    /// Whether the delivery ends with it.
    package var isFinal: Bool {
        switch self {
        case .retrying, .throttled, .held: false
        default: true
        }
    }

    /// Whether it says that the message was never shown.
    var saysNotShown: Bool {
        switch self {
        case .failed, .missed, .cancelled, .invalid: true
        default: false
        }
    }

    /// The outcomes that a delivery can end with, in the order in which people are shown them.
    package static let final: [Outcome] = [.sent, .rejected, .failed, .missed, .cancelled, .unknown, .invalid]
}
