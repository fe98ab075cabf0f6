import Testing

@testable import ZegoSimulator

@Suite struct AnswerJSONTests {
    @Test func readsLikeThePublishedExample() {
        let answer = Answer(
            code: .success, data: .messageID("1_1611647493487_29"), requestID: 2_237_080_460_466_033_406)
        #expect(
            answer.json
                == #"{"Code":0,"Data":{"MessageId":"1_1611647493487_29"},"Message":"success","#
                + #""RequestId":"2237080460466033406"}"#)
    }

    @Test func anErrorHasNoData() {
        let answer = Answer(code: .appLimit, requestID: 1_000_000_000_000_000_000)
        #expect(
            answer.json
                == #"{"Code":206,"Message":"too many requests of this app","RequestId":"1000000000000000000"}"#)
    }

    @Test func countsUsersRoomByRoom() {
        let counts = [Answer.UserCount(roomID: #"a\b"#, count: 2), Answer.UserCount(roomID: "c’", count: 0)]
        #expect(
            Answer(code: .success, data: .userCounts(counts), requestID: 9_223_372_036_854_775_807).json
                == #"{"Code":0,"Data":{"UserCountList":[{"RoomId":"a\\b","UserCount":2,"AdminUserCount":0},"#
                + #"{"RoomId":"c’","UserCount":0,"AdminUserCount":0}]},"Message":"success","#
                + #""RequestId":"9223372036854775807"}"#)
    }

    @Test func escapesWhatJSONDemands() {
        let counts = [Answer.UserCount(roomID: "\"\\\n\u{1f}\u{7f}/é🎉", count: 1)]
        let text = Answer(code: .success, data: .userCounts(counts), requestID: 1).json
        #expect(text.contains(#""\"\\\u000a\u001f\#u{7f}/é🎉""#))
    }
}
