import Scheduling
import Testing

@testable import ZegoAPI

struct AnswerTests {
    private func end(_ body: String, status: Int = 200) -> AttemptEnd {
        Array(body.utf8).withUnsafeBufferPointer { Answer.end(status: status, body: $0) }
    }

    @Test func theDocumentedOne() {
        let body =
            #"{"Code":0,"Data":{"MessageId":"1_1611647493487_29"},"Message":"success","RequestId":"2237080460466033406"}"#
        #expect(
            end(body)
                == AttemptEnd(
                    .accepted, code: 0, messageID: "1_1611647493487_29", requestID: "2237080460466033406"))
    }

    @Test(arguments: [
        #"{"Code":0}"#, #"{"Code":0,"Data":null}"#, #"{"Code":0,"Data":{}}"#, #"{"Code":0,"Data":[]}"#,
        #"{"Code":0,"Data":"text"}"#, #"{"Code":0,"Message":null,"RequestId":null}"#, #" { "Code" : 0 } "#,
        "\n{\"Code\":0}\n", #"{"Other":{"Code":5},"Code":0}"#, #"{"Code":0,"Data":{"Code":207}}"#, #"{"Code":-0}"#,
    ])
    func isAcceptedWithoutData(body: String) { #expect(end(body) == AttemptEnd(.accepted, code: 0)) }

    @Test(arguments: [
        (#"{"Code":104,"Message":"room not exist"}"#, "room not exist: nobody is in the room"),
        (#"{"Code":104}"#, "nobody is in the room"),
        (#"{"Code":104,"Message":""}"#, "nobody is in the room"),
        (#"{"Code":50009,"Message":"sensitive \"words\""}"#, #"sensitive "words""#),
        (#"{"Code":4711,"Data":null,"Message":"what"}"#, "what"),
    ])
    func anErrorSaysWhy(body: String, reason: String) {
        #expect(end(body).kind == .refused)
        #expect(end(body).reason == reason)
    }

    /// Trying again is for failures that nobody saw. A gateway that gave up on its backend does not know.
    @Test(arguments: [500, 502, 503, 504])
    func aServerErrorThatAsksForARetryIsNoDefiniteAnswer(status: Int) {
        #expect(end(#"{"Code":1,"Message":"internal error"}"#, status: status).kind == .unanswered)
        #expect(end(#"{"Code":206}"#, status: status).kind == .throttledApp)
        #expect(end(#"{"Code":104}"#, status: status).kind == .refused)
        #expect(end(#"{"Code":0}"#, status: status).kind == .accepted)
    }

    @Test func anErrorWithoutWordsHasNoReason() {
        #expect(end(#"{"Code":4711,"Message":""}"#) == AttemptEnd(.refused, code: 4711))
    }

    @Test(arguments: [400, 401, 403, 404, 429, 500, 502, 503])
    func anEnvelopeCountsWhateverTheStatus(status: Int) {
        #expect(end(#"{"Code":0}"#, status: status).kind == .accepted)
        #expect(end(#"{"Code":206,"Message":"limit"}"#, status: status).kind == .throttledApp)
        #expect(end(#"{"Code":100000005,"Message":"wrong"}"#, status: status).kind == .account)
    }

    @Test func tooManyRequestsWithoutAnEnvelopeIsThrottled() {
        #expect(end("", status: 429) == AttemptEnd(.throttledApp, reason: "HTTP 429"))
        #expect(end("<html>slow down</html>", status: 429).kind == .throttledApp)
    }

    @Test(arguments: [
        "", " ", "null", "[]", "0", "true", "\"Code\"", "{}", "{", "}", #"{"Code":0"#, #"{"Code":0}}"#,
        #"{"Code":0} x"#,
        #"{"Code":0,}"#, #"{"code":0}"#, #"{"CODE":0}"#, #"{"Data":{"Code":0}}"#, #"{"Code":null}"#, #"{"Code":true}"#,
        #"{"Code":"0"}"#, #"{"Code":"104"}"#, #"{"Code":0.0}"#, #"{"Code":1e2}"#, #"{"Code":+0}"#, #"{"Code":00}"#,
        #"{"Code":{}}"#, #"{"Code":[0]}"#, #"{"Code":99999999999999999999}"#, "<html><body>502</body></html>",
        #"{"Code":0,"Data":{"MessageId":"1_2"#, "{'Code':0}", "\u{FEFF}{\"Code\":0}",
        // Which of two is meant, nobody can say.
        #"{"Code":0,"Code":206}"#, #"{"Code":206,"Code":0}"#, #"{"Code":0,"Code":null}"#, #"{"Code":0,"Code":0}"#,
    ])
    func anythingElseIsNotZEGOs(body: String) {
        #expect(end(body) == AttemptEnd(.foreignAnswer, reason: "an answer that is not ZEGO's"))
        let error = end(body, status: 500)
        #expect(error == AttemptEnd(.foreignAnswer, reason: "HTTP 500, and no answer of ZEGO's"))
    }

    @Test(arguments: [204, 301, 302, 307, 400, 403, 404, 500, 502, 503, 504])
    func aPageIsNotAnAnswer(status: Int) {
        #expect(end("<html></html>", status: status).kind == .foreignAnswer)
    }

    @Test func bytesThatAreNotUTF8AreNoReasonToCrash() {
        let bytes = Array(#"{"Code":104,"Message":""#.utf8) + [0xFF, 0xC3, 0x28, 0xED, 0xA0, 0x80] + Array(#""}"#.utf8)
        let end = bytes.withUnsafeBufferPointer { Answer.end(status: 200, body: $0) }
        #expect(end.kind == .refused)
        #expect(end.reason?.hasSuffix(": nobody is in the room") == true)
    }

    @Test func idsThatAreNumbersAreIDs() {
        let end = end(#"{"Code":0,"Data":{"MessageId":17},"RequestId":2237080460466033406}"#)
        #expect(end.messageID == "17")
        #expect(end.requestID == "2237080460466033406")
    }

    @Test func textsAreKeptShort() {
        // One character to the eye, a thousand scalars.
        let heap = "a" + String(repeating: "\u{301}", count: 1000)
        let end = end(#"{"Code":3,"Data":{"MessageId":"\#(heap)"},"Message":"\#(heap)","RequestId":"\#(heap)"}"#)
        #expect(end.reason?.unicodeScalars.count == 200)
        #expect(end.requestID?.unicodeScalars.count == 100)
        #expect(end.messageID?.unicodeScalars.count == 100)
    }

    @Test func ofOtherMembersTheLastCounts() {
        #expect(end(#"{"Code":3,"Message":"a","Message":"b"}"#).reason == "b")
    }

    @Test func nestingWithoutEndIsRefused() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(end(#"{"Code":0,"Data":\#(deep)"#).kind == .foreignAnswer)
    }
}
