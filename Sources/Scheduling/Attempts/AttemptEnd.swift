package import ShowTime

/// How an attempt ended, as the transport saw it.
package struct AttemptEnd: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The API accepted the message.
        case accepted
        /// Too many calls of the whole account.
        case throttledApp
        /// Too many calls for one room.
        case throttledRoom
        /// The API failed and says to try again: not shown.
        case transient
        /// No byte left this host: not shown.
        case notSent
        /// The API refused the message, or the room is not there: trying again changes nothing.
        case refused
        /// The API found the signature's timestamp too far from its clock.
        case clock
        /// Nothing of this account gets through: credentials, signature, service.
        case account
        /// Bytes may have left and no answer came.
        case unanswered
        /// Bytes left, and what answered is not ZEGO.
        case foreignAnswer
    }

    package var kind: Kind
    /// ZEGO's return code.
    package var code: Int?
    /// ZEGO's message, or what happened instead of an answer. Never contains a URL.
    package var reason: String?
    package var messageID: String?
    package var requestID: String?
    /// When the request was handed to the network, nil where it never was.
    package var handedOver: Uptime?
    /// From the attempt to its end.
    package var took: Interval
    /// What ZEGO's answer says of its clock, nil where it says nothing new.
    package var clock: ClockReading?

    package init(
        _ kind: Kind, code: Int? = nil, reason: String? = nil, messageID: String? = nil, requestID: String? = nil,
        handedOver: Uptime? = nil, took: Interval = .zero
    ) {
        self.kind = kind
        self.code = code
        self.reason = reason
        self.messageID = messageID
        self.requestID = requestID
        self.handedOver = handedOver
        self.took = took
    }
}
