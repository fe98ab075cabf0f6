package import Templates

/// One entry of a script's `messages`.
package struct Message: Sendable {
    /// As written, or `~` and a hash of the entry.
    package let id: String
    package internal(set) var schedule: Schedule
    /// Index into the timeline's `roomLists`.
    package let roomList: Int
    /// Index into the timeline's `senders`.
    package let sender: Int
    package let category: Category
    package let policy: DeliveryPolicy
    package let template: Template
    /// Index into the timeline's sets of variables.
    let variables: Int
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
