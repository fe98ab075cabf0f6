import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct RoomTests {
    @Test func aMessageIntoAMissingRoomGetsTheConfiguredCode() {
        var caller = Caller()
        for code: ReturnCode in [104, 5024, 50001] {
            var api = SimulatedAPI {
                $0.missingRooms = ["124"]
                $0.missingRoomCode = code
            }
            let missed = api.respond(to: caller.message(room: "124"), at: Caller.begin)
            #expect(missed.code == code)
            #expect(!missed.isShown)
            #expect(api.respond(to: caller.message(room: "123"), at: Caller.begin).code == .success)
        }
    }

    @Test func aMissingRoomCanBePassedOverInSilence() throws {
        var caller = Caller()
        var api = SimulatedAPI {
            $0.missingRooms = ["124"]
            $0.missingRoomCode = .success
        }
        let response = api.respond(to: caller.message(room: "124"), at: Caller.begin)
        let answer = try #require(response.answer)
        #expect(answer.code == .success)
        #expect(answer.data == .messageID("1_1615186943000_1"))
        #expect(!response.isShown)
    }

    @Test func countsTheUsersOfUpToTenRooms() throws {
        var caller = Caller()
        var api = SimulatedAPI {
            $0.missingRooms = ["gone"]
            $0.audiences = ["full": 12_000, "gone": 5]
        }
        let response = api.respond(to: caller.countUsers(in: ["full", "gone", "other"]), at: Caller.begin)
        let answer = try #require(response.answer)
        #expect(
            answer.data
                == .userCounts([
                    .init(roomID: "full", count: 12_000), .init(roomID: "gone", count: 0),
                    .init(roomID: "other", count: 1),
                ]))
        #expect(!response.isShown)

        let ten = (1...10).map(String.init)
        #expect(api.respond(to: caller.countUsers(in: ten), at: Caller.begin).code == .success)
        #expect(api.respond(to: caller.countUsers(in: ten + ["11"]), at: Caller.begin).code == .badParameter)
        #expect(api.respond(to: caller.countUsers(in: []), at: Caller.begin).code == .badParameter)
        #expect(api.respond(to: caller.countUsers(in: ["a b"]), at: Caller.begin).code == .badParameter)
    }

    @Test func findsUsersInARoom() throws {
        var caller = Caller()
        var api = SimulatedAPI {
            $0.missingRooms = ["gone"]
            $0.users = ["123": ["host", "guest"]]
        }
        let response = api.respond(to: caller.findUsers(["host", "nova"], in: "123"), at: Caller.begin)
        let answer = try #require(response.answer)
        #expect(
            answer.data
                == .userStates([.init(userID: "host", isInRoom: true), .init(userID: "nova", isInRoom: false)]))
        #expect(
            answer.json.contains(
                #""Data":{"UserStatusList":[{"UserId":"host","Status":1},{"UserId":"nova","Status":0}]}"#))
        #expect(api.respond(to: caller.findUsers(["host"], in: "gone"), at: Caller.begin).code == 50001)
        let ten = (1...10).map(String.init)
        #expect(api.respond(to: caller.findUsers(ten, in: "123"), at: Caller.begin).code == .success)
        #expect(api.respond(to: caller.findUsers(ten + ["11"], in: "123"), at: Caller.begin).code == .badParameter)
        #expect(api.respond(to: caller.findUsers([], in: "123"), at: Caller.begin).code == .badParameter)
        #expect(api.respond(to: caller.findUsers(["host"], in: ""), at: Caller.begin).code == .badParameter)
        #expect(api.respond(to: caller.findUsers(["a b"], in: "123"), at: Caller.begin).code == .badParameter)
    }

    @Test func questionsAfterUsersHaveALimitOfTheirOwn() {
        var caller = Caller()
        var api = SimulatedAPI()
        let codes = (1...11).map { _ in api.respond(to: caller.findUsers(["host"], in: "123"), at: Caller.begin).code }
        #expect(codes == Array(repeating: .success, count: 10) + [.appLimit])
        #expect(api.respond(to: caller.countUsers(in: ["123"]), at: Caller.begin).code == .success)
    }
}
