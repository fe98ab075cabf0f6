package import Templates

/// One entry of a script's `messages`.
package struct Message: Sendable {
    /// As written, or `~` and a hash of the entry.
    package let id: String
    package internal(set) var schedule: Schedule
    /// Index into the timeline's `roomLists`.
    package internal(set) var roomList: Int
    /// Index into the timeline's `senders`.
    package let sender: Int
    package let category: Category
    package let policy: DeliveryPolicy
    package let template: Template
    /// Index into the timeline's sets of variables.
    let variables: Int
    /// Which of its deliveries are wanted, where that hangs on their time. What hangs on the room alone was decided when
    /// the script was loaded.
    package internal(set) var condition: Condition?
    /// Whether the show waits before its first occurrence until an operator says "go".
    package let holds: Bool

    /// Whether each occurrence in each room is exactly one delivery, whatever it says.
    package var isPlain: Bool { condition == nil && policy.overflow != .split }
}

/// What ZEGO calls `MessageCategory`.
package enum Category: UInt8, Sendable, CaseIterable {
    case system = 1
    case chat = 2

    package var name: String { self == .system ? "system" : "chat" }
}

/// Who a message comes from. Clients that are logged in under the same id do not receive it.
package struct Sender: Hashable, Sendable {
    package var id: String
    package var name: String?

    package init(id: String, name: String? = nil) {
        self.id = id
        self.name = name
    }
}

/// A chat room and what its templates see.
package struct Room: Sendable {
    /// What the script calls it; the id itself where the script declares no rooms.
    package let name: String
    /// ZEGO's RoomId.
    package let id: String
    let variables: Variables
    /// `room` in templates.
    let value: Value
}
