import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct MessageParameterTests {
    private func code(_ query: Query) -> Int? {
        var api = SimulatedAPI()
        return api.respond(to: query, at: Caller.begin).code?.rawValue
    }

    /// The code for a message that is right but for these changes.
    private func code(
        _ content: String = "hello", room: String = "123", user: String = "host", changing: [String: String?] = [:]
    ) -> Int? {
        var caller = Caller()
        return code(caller.message(content, room: room, user: user, changing: changing))
    }

    @Test(
        arguments: [
            ("RoomId", nil, 2), ("RoomId", "", 2), ("RoomId", "a room", 2), ("RoomId", "a/b", 2), ("RoomId", "a:b", 2),
            ("RoomId", "房间", 2), ("UserId", nil, 2), ("UserId", "", 2), ("UserId", "Nova Live", 2),
            ("MessageCategory", nil, 2), ("MessageCategory", "", 2), ("MessageCategory", "0", 2),
            ("MessageCategory", "3", 2), ("MessageCategory", "01", 2), ("MessageCategory", "chat", 2),
            ("MessageContent", nil, 1008), ("MessageContent", "", 1008), ("MessageContent", " ", 0),
            ("MessageCategory", "2", 0), ("UserName", "诺娃", 0), ("UserName", "", 0), ("IsTest", "maybe", 2),
            ("IsTest", "", 2), ("IsTest", "TRUE", 0), ("IsTest", "False", 0),
        ] as [(String, String?, Int)])
    func isAnsweredWith(name: String, value: String?, expected: Int) {
        #expect(code(changing: [name: value]) == expected)
    }

    @Test func everyDocumentedCharacterIsGoodInARoomID() {
        let signs = "~!@#$%^&*()_+=-`;’,.<>\\'"
        #expect(code(room: signs + "azAZ09", user: signs) == 0)
    }

    @Test(arguments: [("RoomId", 127), ("UserId", 63), ("UserName", 255)])
    func idsAndNamesHaveALongestLength(name: String, bytes: Int) {
        let longest = String(repeating: "a", count: bytes)
        #expect(code(changing: [name: longest]) == 0)
        #expect(code(changing: [name: longest + "a"]) == 3)
    }

    @Test func aUserNameIsMeasuredInBytes() {
        let longest = String(repeating: "星", count: 85)
        #expect(code(changing: ["UserName": longest]) == 0)
        #expect(code(changing: ["UserName": longest + "星"]) == 3)
    }

    @Test func contentIsMeasuredInBytes() {
        let chinese = String(repeating: "欢迎", count: 170) + "欢"
        #expect(chinese.utf8.count == 1023)
        #expect(code(chinese + "!") == 0)
        #expect(code(chinese + "!!") == 50012)
        #expect(code(String(repeating: "a", count: 1024)) == 0)
        #expect(code(String(repeating: "a", count: 1025)) == 50012)
        #expect(code(String(repeating: "🎉", count: 256)) == 0)
        #expect(code(String(repeating: "🎉", count: 256) + "a") == 50012)
    }

    @Test func aQueryThatCannotBeDecodedIsABadParameter() {
        var query = Query(decoding: "Action=%zz")
        #expect(!query.isWellFormed)
        #expect(code(query) == 2)
        query = Query(decoding: "")
        #expect(code(query) == 100_000_006)
    }

    @Test func anAcceptedMessageHasAnIDAndARequestID() throws {
        var api = SimulatedAPI()
        var caller = Caller()
        for number in 1...3 {
            let response = api.respond(to: caller.message(), at: Caller.after(.milliseconds(250)))
            let answer = try #require(response.answer)
            #expect(response.isShown)
            #expect(response.delay == .zero)
            #expect(answer.data == .messageID("1_1615186943250_\(number)"))
            #expect(String(answer.requestID).count == 19)
        }
    }
}
