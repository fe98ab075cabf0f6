import Testing

@testable import Timelines

@Suite struct DirectMessageTests {
    private func message(
        room: String = "lobby", sender: Sender = Sender(id: "host"), text: String = "hello"
    ) throws(DirectMessage.Problem) -> DirectMessage {
        try DirectMessage(roomID: room, sender: sender, category: .chat, text: text)
    }

    @Test func leavesOutSpacesAtBothEnds() throws {
        #expect(try message(text: " \n hello {{ x }}\t").text == "hello {{ x }}")
        #expect(try message(text: String(repeating: "价", count: 341) + "\n\n\n").text.utf8.count == 1023)
    }

    @Test(arguments: [
        ("", "the text is empty"), (" \n\t", "the text is empty"),
        ("a\u{7}", "the text has the control character U+0007 in it: only newlines and tabs can be sent"),
        ("a\u{85}b", "the text has the control character U+0085 in it: only newlines and tabs can be sent"),
        (
            String(repeating: "价", count: 342),
            "the text is 1026 bytes, 2 more than the 1024 that can be sent"
        ),
    ])
    func refusesTextsThatCannotBeSent(text: String, problem: String) {
        #expect(throws: DirectMessage.Problem(message: problem)) { try message(text: text) }
    }

    @Test(arguments: ["", String(repeating: "x", count: 128), "a b", "大厅", "a/b", "a\u{7}"])
    func refusesRoomsThatZEGODoesNotTake(room: String) {
        #expect(throws: DirectMessage.Problem.self) { try message(room: room) }
    }

    @Test func refusesSendersThatZEGODoesNotTake() {
        for sender in [
            Sender(id: ""), Sender(id: String(repeating: "x", count: 64)), Sender(id: "a b"),
            Sender(id: "x", name: String(repeating: "价", count: 86)),
        ] {
            #expect(throws: DirectMessage.Problem.self) { try message(sender: sender) }
        }
    }
}
