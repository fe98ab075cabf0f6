import ShowTime

/// What people decide about: one occurrence of a message with one text, in all rooms that get this text.
package struct PreviewCue: Sendable {
    package struct Room: Sendable, Hashable {
        package var id: String
        package var name: String
    }

    /// The first of its deliveries to leave.
    package let first: PreviewRow
    /// In the order in which its deliveries leave.
    package private(set) var rooms: [Room]
    /// The delivery that leaves latest.
    package private(set) var latest: PreviewRow
    /// What the show waits for before any of its deliveries.
    package private(set) var hold: PreviewRow.Hold?
    package var isBehindHold: Bool { hold != nil }

    package init(_ row: PreviewRow) {
        first = row
        latest = row
        rooms = [Room(id: row.roomID, name: row.roomName)]
        hold = row.hold
    }

    package mutating func add(_ row: PreviewRow) {
        rooms.append(Room(id: row.roomID, name: row.roomName))
        latest = row
        hold = hold ?? row.hold
    }

    /// Whether a delivery belongs to this cue and does not differ from it in anything that people would want to know.
    func contains(_ row: PreviewRow) -> Bool {
        first.occurrence == row.occurrence && first.messageID == row.messageID && first.part == row.part
            && first.due == row.due && (first.expected == nil) == (row.expected == nil)
            && first.content == row.content && first.run == row.run
    }

    /// When its last delivery leaves, or is due where it never leaves.
    var end: Instant { latest.expected ?? latest.due }
}
