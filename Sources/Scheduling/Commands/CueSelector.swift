import ShowTime

/// The part of a message that a command is about: all of it or one cue, in all rooms or in one.
package struct CueSelector: Hashable, Sendable {
    /// Its id.
    package var message: String
    /// As the log numbers them; nil for all.
    package var occurrence: Int?
    /// RoomId; nil for all.
    package var room: String?

    package init(_ message: String, occurrence: Int? = nil, room: String? = nil) {
        self.message = message
        self.occurrence = occurrence
        self.room = room
    }

    /// - Parameter text: `offer`, `countdown#3`, `offer@123` or `countdown#3@123`.
    package init?(text: some StringProtocol) {
        // Neither sign can be in an id; a RoomId may have both.
        let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let names = halves[0].split(separator: "#", omittingEmptySubsequences: false)
        guard !names[0].isEmpty, names.count <= 2, halves.count == 1 || !halves[1].isEmpty else { return nil }
        var occurrence: Int?
        if names.count == 2 {
            guard let number = Int(digits: names[1]), number > 0 else { return nil }
            occurrence = number
        }
        self.init(String(names[0]), occurrence: occurrence, room: halves.count == 2 ? String(halves[1]) : nil)
    }

    package var text: String { message + (occurrence.map { "#\($0)" } ?? "") + (room.map { "@\($0)" } ?? "") }

    /// Whether everything that `other` selects is selected.
    func covers(_ other: CueSelector) -> Bool {
        message == other.message && (occurrence == nil || occurrence == other.occurrence)
            && (room == nil || room == other.room)
    }

    func contains(occurrence: Int, room: String) -> Bool {
        (self.occurrence == nil || self.occurrence == occurrence) && (self.room == nil || self.room == room)
    }

    /// The same selection under the id that the message has after a reload, nil where the reload did not rename it.
    func renamed(_ renamed: [String: String]) -> CueSelector? {
        renamed[message].map { CueSelector($0, occurrence: occurrence, room: room) }
    }
}
