package import ShowTime

/// A failure to simulate, as `--fault` gives it: its kind, room, time and share of the calls.
package struct Fault: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// The call is received and never answered; the connection stays open until the client closes it. An even draw
        /// decides whether the message is accepted, and so shown; likewise for `reset`, `garbage` and `http500`.
        case hang
        /// The connection is reset with no answer.
        case reset
        /// Connections are refused, open ones closed. Always for every room and call.
        case refuse
        /// The call gets its own answer, ``slowness`` late.
        case slow
        /// HTTP 200 with a body that is not JSON.
        case garbage
        /// HTTP 500 with a page of HTML.
        case http500
        /// The code takes the place of an acceptance; the message is not shown. A call that is wrong by itself keeps
        /// its own code, and a call answered so does not count for a limit.
        case code(ReturnCode)
    }

    /// The delay of a slow answer: noticeable, yet inside the ten seconds of a patient client.
    package static let slowness = Interval.seconds(3)

    package var kind: Kind
    /// The only room that it concerns; nil for all, `DescribeUserNum` included.
    package var room: String?
    /// Its beginning, from the simulator's start; nil for always.
    package var from: Interval?
    /// Its end (exclusive); nil for never.
    package var to: Interval?
    /// The share of the calls that it hits: above 0, up to 1.
    package var share: Double

    package init(
        _ kind: Kind, room: String? = nil, from: Interval? = nil, to: Interval? = nil, share: Double = 1
    ) {
        self.kind = kind
        self.room = room
        self.from = from
        self.to = to
        self.share = share
    }

    /// Whether it may hit a call for that room at that time.
    package func concerns(room: String?, at offset: Interval) -> Bool {
        if let from, offset < from { return false }
        if let to, offset >= to { return false }
        return self.room == nil || self.room == room
    }
}
