import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct QueryAuthenticationTests {
    @Test(
        arguments: [
            ("Action", nil, 100_000_006), ("Action", "", 100_000_006), ("Action", "SendRose", 100_000_007),
            ("Action", "sendbarragemessage", 100_000_007),
            ("AppId", nil, 100_000_001), ("AppId", "", 100_000_001), ("AppId", "abc", 100_000_001),
            ("AppId", "+12345", 100_000_001), ("AppId", "4294967296", 100_000_001), ("AppId", "12346", 100_000_011),
            ("Timestamp", nil, 100_000_002), ("Timestamp", "", 100_000_002), ("Timestamp", "now", 100_000_003),
            ("Timestamp", "1615186943.5", 100_000_003), ("Timestamp", "-1615186943", 100_000_003),
            ("Timestamp", "99999999999999999999", 100_000_003), ("Timestamp", "1615186943000", 100_000_004),
            ("Timestamp", "9223372036854775807", 100_000_004),
            ("SignatureVersion", nil, 100_000_013), ("SignatureVersion", "", 100_000_013),
            ("SignatureVersion", "1.0", 100_000_014),
            ("SignatureNonce", nil, 100_000_008), ("SignatureNonce", "", 100_000_008),
            ("SignatureNonce", "4fd24687296dd9f3", 100_000_005),
            ("Signature", nil, 100_000_009), ("Signature", "", 100_000_009),
            ("Signature", "43e5cfcca828314675f91b001390566a", 100_000_005), ("Signature", "x", 100_000_005),
        ] as [(String, String?, Int)])
    func refuses(name: String, value: String?, code: Int) throws {
        var api = SimulatedAPI()
        var caller = Caller()
        let response = api.respond(to: caller.message(changing: [name: value]), at: Caller.begin)
        #expect(response.code?.rawValue == code)
        #expect(!response.isShown)
        #expect(response.fault == nil)
        #expect(try #require(response.answer).data == nil)
    }

    @Test(arguments: [(-600, true), (600, true), (-601, false), (601, false)])
    func letsTheTimestampBeTenMinutesOff(seconds: Int64, isAccepted: Bool) {
        var api = SimulatedAPI()
        var caller = Caller()
        let query = caller.message(at: Caller.after(.seconds(seconds)))
        #expect(api.respond(to: query, at: Caller.begin).code == (isAccepted ? .success : .signatureExpired))
    }

    @Test func judgesTheTimestampToTheNanosecond() {
        var api = SimulatedAPI()
        var caller = Caller()
        let late = Caller.after(Interval(nanoseconds: 600_000_000_001))
        #expect(api.respond(to: caller.message(), at: late).code == .signatureExpired)
    }

    @Test func aSteppedWallClockLeavesLimitsAlone() {
        var api = SimulatedAPI { $0.rate = 1 }
        var caller = Caller()
        #expect(api.respond(to: caller.message(), at: Caller.begin).code == .success)
        let stepped = Moment(wall: Caller.begin.wall + .hours(5), uptime: Caller.begin.uptime + .milliseconds(999))
        #expect(api.respond(to: caller.message(at: stepped), at: stepped).code == .appLimit)
    }

    @Test func aNonceIsGoodOnce() {
        var api = SimulatedAPI()
        var caller = Caller()
        let query = caller.message()
        #expect(api.respond(to: query, at: Caller.begin).code == .success)
        #expect(api.respond(to: query, at: Caller.after(.seconds(1))).code == .signatureWrong)
        #expect(api.respond(to: query, at: Caller.after(.minutes(10))).code == .signatureWrong)
        #expect(api.respond(to: caller.message(), at: Caller.begin).code == .success)
    }

    @Test func aWrongSignatureDoesNotUseUpItsNonce() {
        var api = SimulatedAPI()
        var caller = Caller()
        let query = caller.message()
        var forged = query.without("Signature")
        forged.parameters.append(Query.Parameter("Signature", "00"))
        #expect(api.respond(to: forged, at: Caller.begin).code == .signatureWrong)
        #expect(api.respond(to: query, at: Caller.begin).code == .success)
    }

    @Test func anUpperCaseSignatureIsWrong() throws {
        var api = SimulatedAPI()
        var caller = Caller()
        let signature = try #require(caller.message()["Signature"])
        caller.calls -= 1
        let query = caller.message(changing: ["Signature": signature.uppercased()])
        #expect(signature != signature.uppercased())
        #expect(api.respond(to: query, at: Caller.begin).code == .signatureWrong)
    }

    @Test(arguments: ["4fd24687296dd9f3", "4FD24687296DD9F3", "n", "a nonce of another kind altogether"])
    func noncesAreForgottenAfterTenMinutes(nonce: String) {
        var cache = NonceCache()
        let begin = Uptime.zero
        let other = cache.insert("4fd24687296dd9f4", at: begin)
        let later: [Interval] = [.zero, .minutes(10), .minutes(10) + Interval(nanoseconds: 1)]
        #expect([other] + later.map { cache.insert(nonce, at: begin + $0) } == [true, true, false, true])
    }

    @Test func theOldestOfTooManyNoncesIsForgotten() {
        var cache = NonceCache(capacity: 2)
        let isNew = ["a", "b", "c", "c", "b", "a"].map { cache.insert($0, at: .zero) }
        #expect(isNew == [true, true, true, false, false, true])
    }
}
