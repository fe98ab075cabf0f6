import ShowTime

/// The show's clock stands still.
struct Hold: Sendable, Hashable {
    /// Where it stands: the instant of an operator's command, or the due time of the message that the timeline holds before.
    let since: Instant
    /// The id of that message, nil for an operator's hold.
    var message: String?
    /// Whether an operator holds the show: then what was due before waits as well.
    var isOperators: Bool

    /// Whether the message waits for inputs alone, and for no "go": then the show goes on when they are given.
    var isForInput = false

    /// The operator who holds the show, where that is known.
    var by: String?

    /// What commands call it: the message that the show stands before, or else since when it stands.
    var name: String { message ?? since.rfc3339 }

    /// Where in the plan the show stands; nil for an operator's hold.
    var place: Place?

    /// An occurrence in the order of the plan: by its offset, then by the message's index.
    struct Place: Sendable, Hashable {
        var offset: Interval
        var message: Int
    }

    /// By how much the message that the show stands before was moved meanwhile.
    var shift = Interval.zero

    /// The instant from which the time that the show is held counts. A message that was moved to an earlier time is due when
    /// the show goes on, not before.
    var begin: Instant { message == nil ? since : since + min(.zero, shift) }

    static func byOperator(since: Instant, by: String? = nil) -> Hold {
        Hold(since: since, message: nil, isOperators: true, by: by)
    }
    static func byTimeline(before message: String, since: Instant, isForInput: Bool) -> Hold {
        Hold(since: since, message: message, isOperators: false, isForInput: isForInput)
    }
}

/// How a hold of the show ended: when, and by whom where that is known.
struct LastGo: Sendable, Hashable {
    /// The name of the hold.
    var name: String
    var time: Instant
    var by: String?
}
