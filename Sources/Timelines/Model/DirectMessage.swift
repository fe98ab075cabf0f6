/// A message that is sent by hand, outside of any script, under the same rules.
package struct DirectMessage: Sendable {
    package var roomID: String
    package var sender: Sender
    package var category: Category
    /// 1 to 1024 bytes, spaces at both ends left out.
    package var text: String

    package struct Problem: Error, Equatable, Sendable { package var message: String }

    /// - Throws: ``Problem`` for ids that ZEGO does not take, and for a text that is empty, too long or has control characters.
    package init(roomID: String, sender: Sender, category: Category, text: String) throws(Problem) {
        try Self.check(roomID, what: "a room id", longest: Identifiers.longestRoomID)
        try Self.check(sender.id, what: "a sender id", longest: Identifiers.longestUserID)
        if let name = sender.name, name.utf8.count > Identifiers.longestUserName {
            throw Problem(message: "a sender's name has at most \(Identifiers.longestUserName) bytes")
        }
        self.roomID = roomID
        self.sender = sender
        self.category = category
        do throws(ExpansionError) { self.text = try MessageExpander.checked(text) } catch {
            throw Problem(message: error.message)
        }
    }

    private static func check(_ id: String, what: String, longest: Int) throws(Problem) {
        guard !id.isEmpty, id.utf8.count <= longest else { throw Problem(message: "\(what) has 1 to \(longest) bytes") }
        if let scalar = Identifiers.firstForbiddenCharacter(in: id) {
            let shown = scalar.value < 0x20 ? "U+\(scalar.codePoint)" : "\"\(scalar)\""
            throw Problem(message: "\(what) has letters, digits and ~!@#$%^&*()_+=-`;',.<>\\, and no \(shown)")
        }
    }
}
