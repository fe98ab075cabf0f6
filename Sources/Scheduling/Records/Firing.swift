package import Timelines

/// A cue that an operator sends at once, in the rooms in which something of it was left to be sent.
package struct Firing: Hashable, Sendable {
    package var message: String
    package var occurrence: Int
    package var category: Category
    /// RoomIds.
    package var rooms: [String]

    package init(message: String, occurrence: Int, category: Category, rooms: [String]) {
        self.message = message
        self.occurrence = occurrence
        self.category = category
        self.rooms = rooms
    }
}
