package import Scheduling
package import Timelines

/// What a caller wants, read from a request.
package enum APICall: Sendable {
    case me, status, events, metrics, health, openAPI, front
    case page(String)
    case cues(run: String, RunSnapshot.Selection)
    case records(run: String, limit: Int)
    case command(Command, run: String, CommandOrigin)
    case set(SetCall, run: String, CommandOrigin)
    case reload(ReloadCall, run: String, CommandOrigin)
    case panic(CommandOrigin)
    case send(SendCall, CommandOrigin)
}

/// A value that is known only on the night.
package struct SetCall: Sendable, Hashable {
    package var name: String
    package var value: String
    /// Whether nothing is set, and the answer only shows what would go out with the value.
    package var isCheck = false

    package init(name: String, value: String, isCheck: Bool = false) {
        self.name = name
        self.value = value
        self.isCheck = isCheck
    }
}

/// A call to read the timelines again.
package struct ReloadCall: Sendable, Hashable {
    /// Whether the changes are applied; otherwise they are only shown.
    package var applies: Bool
    /// The hash of the timelines whose changes were shown: no others are played.
    package var sha256: String?

    package init(applies: Bool, sha256: String? = nil) {
        self.applies = applies
        self.sha256 = sha256
    }
}

/// A message that is sent by hand.
package struct SendCall: Sendable, Hashable {
    /// Names of rooms and groups in the timelines that are played, or RoomIds.
    package var rooms: [String]
    package var sender: Sender
    package var category: Category
    package var text: String

    package init(rooms: [String], sender: Sender, category: Category, text: String) {
        self.rooms = rooms
        self.sender = sender
        self.category = category
        self.text = text
    }
}
