package import Templates

/// One entry of a timeline's `messages`.
package struct Message: Sendable {
    /// As written, or `~` and a hash of the entry.
    package internal(set) var id: String
    package internal(set) var schedule: Schedule
    /// Index into the timeline's `roomLists`.
    package internal(set) var roomList: Int
    /// Index into the timeline's `senders`.
    package internal(set) var sender: Int
    package let category: Category
    package let policy: DeliveryPolicy
    package internal(set) var template: Template
    /// Index into the timeline's sets of variables.
    var variables: Int
    /// Decides which of its deliveries are sent, where that depends on their time, on the start or on an input. A condition that
    /// depends on the room alone was decided when the timeline was loaded.
    package internal(set) var condition: Condition?
    /// Whether the show waits before its first occurrence until an operator says "go".
    package let holds: Bool
    /// Indices of the timeline's inputs that its text or condition needs.
    package let inputs: [Int]

    /// Whether each occurrence in each room is exactly one delivery, whatever its text.
    package var isPlain: Bool { condition == nil && policy.overflow != .split }

    /// Whether an input decides which of its deliveries are sent.
    package var isWantedByInput: Bool { condition?.dependencies.contains(.input) ?? false }

    /// Whether its text or condition changes with the time at which it is due.
    package var looksAtTime: Bool {
        template.dependencies.contains(.occurrence) || condition?.dependencies.contains(.occurrence) ?? false
    }
}

/// ZEGO's `MessageCategory`.
package enum Category: UInt8, Sendable, CaseIterable {
    case system = 1
    case chat = 2

    package var name: String { self == .system ? "system" : "chat" }
}

/// The sender of a message. Clients that are logged in under the same id do not receive it.
package struct Sender: Hashable, Sendable {
    package var id: String
    package var name: String?

    package init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A chat room and the variables of its templates.
package struct Room: Sendable {
    /// The members of `room` in templates that are not variables.
    static let ownMembers = ["id", "name"]

    /// Its name in the timeline; the id itself where the timeline declares no rooms.
    package let name: String
    /// ZEGO's RoomId.
    package internal(set) var id: String
    let variables: Variables
    /// `room` in templates.
    let value: Value
}
