import Reporting
import Scheduling
import ShowTime
import Testing

@testable import ZegoAPI

@Suite struct RoomReplyTests {
    private func reply(_ body: String) -> RoomReply {
        Array(body.utf8).withUnsafeBufferPointer { body in
            var reply = RoomReply(Answer.end(status: 200, body: body))
            reply.read(body)
            return reply
        }
    }

    @Test func audiencesAreReadWithoutTheirAdministrators() {
        let reply = reply(
            #"""
            {"Code":0,"Message":"success","RequestId":"7840039829955402142","Data":{"UserCountList":[
            {"RoomId":"room1","UserCount":2,"AdminUserCount":0},{"RoomId":"r\u006fom2","UserCount":3,"AdminUserCount":1},
            {"RoomId":"room3","UserCount":1,"AdminUserCount":1},{"RoomId":"room4","UserCount":0},{"UserCount":9},
            {"RoomId":"room5"},{"RoomId":"room6","UserCount":-1},{"RoomId":"room7","UserCount":1,"AdminUserCount":5}, 12]}}
            """#)
        #expect(reply.end.kind == .accepted)
        #expect(
            reply.audiences == [
                "room1": .init(people: 2), "room2": .init(people: 2, administrators: 1),
                "room3": .init(people: 0, administrators: 1), "room4": .init(people: 0),
                "room7": .init(people: 0, administrators: 1),
            ])
        #expect(reply.audiences["room3"]?.roomExists == true)
        #expect(reply.audiences["room4"]?.roomExists == false)
    }

    @Test func presenceIsRead() {
        let reply = reply(
            #"{"Code":0,"Data":{"UserStatusList":[{"UserId":"a","Status":1,"LoginTime":1675674019365,"UserRole":1},{"UserId":"b","Status":0},{"UserId":"c"}]}}"#
        )
        #expect(reply.presence == ["a": true, "b": false])
    }

    @Test(arguments: [
        (
            #"{"Code":100000005,"Message":"no","Data":{"UserCountList":[{"RoomId":"r","UserCount":1}]}}"#,
            AttemptEnd.Kind.account
        ),
        (#"{"Code":206,"Data":null}"#, .throttledApp), (#"{"Code":50001}"#, .refused), ("<html>", .foreignAnswer),
        (#"{"Data":{"UserCountList":[{"RoomId":"r","UserCount":1}]}}"#, .foreignAnswer),
        (#"{"Code":0,"Data":{"UserCountList":{}}}"#, .accepted), (#"{"Code":0}"#, .accepted), ("", .foreignAnswer),
    ])
    func whatIsNoAnswerSaysNothingAboutRooms(body: String, kind: AttemptEnd.Kind) {
        let reply = reply(body)
        #expect(reply.end.kind == kind)
        #expect(reply.audiences.isEmpty)
        #expect(reply.presence.isEmpty)
    }

    @Test func datesOfServersAreRead() {
        #expect(Instant(httpDate: "Sat, 21 Nov 2026 06:55:52 GMT") == .seconds(1_795_244_152))
        #expect(Instant(httpDate: "Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(784_111_777))
        for text in [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sat, 21 Nov 2026 06:55:52 UTC",
            "Sat, 31 Feb 2026 06:55:52 GMT", "Sat, 21 Nov 2026 25:55:52 GMT", "Sat, 1 Nov 2026 06:55:52 GMT",
            "Sat, 21 Nov 2026 06:55 GMT", "Sat, 21 nov 2026 06:55:52 GMT", "Sat, 21 Nov 2026 06:55:52 GMT ",
        ] { #expect(Instant(httpDate: text) == nil, "\(text)") }
    }
}
