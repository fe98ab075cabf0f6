import ControlAPI
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Messages that are sent by hand, over a real socket.
@Suite(.timeLimit(.minutes(10))) struct ControlSendTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1_2", requestID: "42")

    private func call(
        _ text: String = "hi", rooms: [String] = ["r"], user: String = "u", name: String? = nil
    ) -> SendCall {
        SendCall(rooms: rooms, sender: Sender(id: user, name: name), category: .chat, text: text)
    }

    private func serving<Result>(
        _ show: LiveShow, _ body: (ControlClient) async throws -> Result
    ) async throws -> Result {
        try await ServedShow(show).serve { client, _ async throws in try await body(client) }
    }

    @Test func sendsWhatItIsGiven() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let content = "20% off + free & \"more\" = #1? 欢迎 👋\nline two"
            let answer = try await client.send(
                call("  \(content)\n", rooms: ["a#b&c"], user: "h+o=s%t", name: "名 &+")
            ).get()
            #expect(answer.results == [SendResult(room: "a#b&c", Self.accepted)])
            #expect(answer.message == "accepted in 1 room")
            let attempt = try #require(show.transport.attempts.first)
            #expect(attempt.content == content)
            #expect(attempt.roomID == "a#b&c")
            #expect(attempt.sender == Sender(id: "h+o=s%t", name: "名 &+"))
            #expect(attempt.category == .chat)
        }
    }

    @Test func roomsAndGroupsOfWhatPlaysAreKnownByTheirNames() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline(
                "- {id: a, at: 1h, rooms: [everyone], text: one}",
                more:
                    "rooms: {stage: {id: \"1\"}, lobby: {id: \"2\"}, everyone: [stage, lobby], a: {id: \"3\"}, b: {id: \"4\"}}"
            )
            try await show.play(script, into: MemoryStore())
            let answer = try await client.send(call(rooms: ["stage", "everyone", "9"])).get()
            #expect(answer.results?.map(\.room) == ["stage", "lobby", "9"])
            #expect(Set(show.transport.attempts.map(\.roomID)) == ["1", "2", "9"])
        }
    }

    @Test func theSameIDSendsOnce() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let origin = CommandOrigin(id: "7", by: "anna")
            let first = try await client.send(call(), from: origin).get()
            let second = try await client.send(call(), from: origin).get()
            #expect(first.isDone && !second.isDone && first.results == second.results)
            #expect(show.transport.attempts.count == 1)
        }
    }

    @Test(arguments: [
        (AttemptEnd(.unanswered, reason: "no answer in time"), Outcome.unknown),
        (AttemptEnd(.foreignAnswer, reason: "HTTP 500"), .unknown),
        (AttemptEnd(.notSent, reason: "connection refused"), .failed),
        (AttemptEnd(.refused, code: 104, reason: "nobody"), .rejected),
    ])
    func saysWhetherAnybodyCanSay(end: AttemptEnd, outcome: Outcome) async throws {
        let show = LiveShow(FakeTransport { _ in end })
        try await serving(show) { client async throws in
            let answer = try await client.send(call()).get()
            #expect(answer.results == [SendResult(room: "r", end)])
            #expect(answer.results?.first?.outcome == outcome)
        }
    }

    @Test func whatZEGOWouldNotTakeIsNotSent() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            func problem(_ call: SendCall) async throws -> String {
                guard case .failure(let refusal) = try await client.send(call) else { return "sent" }
                return refusal.message
            }
            #expect(try await problem(call("")) == "the text is empty")
            #expect(try await problem(call(" \n")).contains("the text is empty"))
            #expect(try await problem(call(String(repeating: "x", count: 1025))).contains("1 more than the 1024"))
            #expect(try await problem(call("bell\u{7}")).contains("U+0007"))
            #expect(try await problem(call(rooms: ["中"])).contains("a room id"))
            #expect(try await problem(call(user: "中")).contains("a sender id has letters"))
            #expect(try await problem(call(rooms: ["r", "中"])).contains("a room id"))
            #expect(show.transport.attempts.isEmpty)
        }
    }

    @Test func afterTheEndNothingIsSentAndNothingHangs() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            await show.driver.shutDown(grace: .seconds(1))
            await show.driver.waitUntilIdle()
            let answer = try await client.send(call()).get()
            #expect(answer.results?.first?.outcome == .failed)
            let held = try await client.command(.hold)
            #expect(throws: APIProblem.self) { try held.get() }
            _ = try await client.status()
        }
        #expect(show.transport.attempts.isEmpty)
    }

    @Test func aRoomThatNoTimelineHasIsTakenAsARoomIdAndSaid() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let rooms = "rooms: {stage: {id: \"1\"}, a: {id: \"2\"}}"
            try await show.play(timeline("- {id: a, at: 1h, text: one}", more: rooms), into: MemoryStore())
            let answer = try await client.send(call("hi", rooms: ["stag", "1"])).get()
            #expect(
                answer.message
                    == "accepted in 2 rooms\n\"stag\" is no room of the timelines and was taken as a RoomId: did you mean \"stage\"?"
            )
            #expect(show.transport.attempts.map(\.roomID).sorted() == ["1", "stag"])
            let many = try await client.send(call("hi", rooms: ["1", "x1", "x2", "x2", "x3", "x4", "x5"])).get()
            #expect(many.message.split(separator: "\n").count == 5)
            #expect(many.message.hasPrefix("accepted in 6 rooms\n\"x1\" is no room"))
            #expect(many.message.hasSuffix("\nso were 2 more"))
        }
    }
}
