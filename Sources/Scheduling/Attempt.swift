package import ShowTime
package import Timelines

/// One API call that is to be made: everything that a transport needs, and what is recorded before it leaves.
package struct Attempt: Sendable {
    /// Names it in the input that says how it ended. Never used again within a process.
    package struct ID: Hashable, Comparable, Sendable {
        /// Counted from 1 in the order in which they are asked for.
        let number: UInt64
        /// Where the scheduler keeps it while it is on its way.
        let slot: Int32

        package static func < (left: ID, right: ID) -> Bool { left.number < right.number }
    }

    package let id: ID
    /// Nil for a message outside of any run.
    package let run: RunID?
    package let messageID: String
    package let occurrence: Int
    package let part: Part?
    package let roomID: String
    package let sender: Sender
    package let category: Category
    package let content: String
    package let due: Instant
    /// From 1. A throttled attempt does not count.
    package let number: Int
    /// Whether the account is held and this attempt finds out if it still must be: credentials are read again for it.
    package let isProbe: Bool
}

/// Which part of a text that was split.
package struct Part: Sendable, Hashable {
    /// From 1.
    package var number: Int
    package var count: Int

    package init(_ number: Int, of count: Int) {
        self.number = number
        self.count = count
    }
}

extension Delivery {
    /// Nil where the text is whole.
    var splitPart: Part? { parts > 1 || part > 1 ? Part(Int(part), of: Int(parts)) : nil }
}

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
    package var handedOver: Instant?
    /// From the attempt to its end.
    package var took: Interval

    package init(
        _ kind: Kind, code: Int? = nil, reason: String? = nil, messageID: String? = nil, requestID: String? = nil,
        handedOver: Instant? = nil, took: Interval = .zero
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
