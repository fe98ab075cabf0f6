import ShowTime

/// A message that is sent by hand, outside of any timeline, under the same rules.
package struct DirectMessage: Sendable {
    package var roomID: String
    package var sender: Sender
    package var category: Category
    /// 1 to 1024 bytes, spaces at both ends left out.
    package var text: String

    package struct Problem: ExplainedError, Equatable, Sendable { package var message: String }

    /// - Throws: ``Problem`` for ids that ZEGO does not take, and for a text that is empty, too long or has control characters.
    package init(roomID: String, sender: Sender, category: Category, text: String) throws(Problem) {
        let problem =
            Identifiers.problem(with: roomID, .room) ?? Identifiers.problem(with: sender.id, .user)
            ?? Identifiers.problem(withUserName: sender.name)
        if let problem { throw Problem(message: problem) }
        self.roomID = roomID
        self.sender = sender
        self.category = category
        do throws(ExpansionError) { self.text = try MessageExpander.checked(text) } catch {
            throw Problem(message: error.message)
        }
    }
}
