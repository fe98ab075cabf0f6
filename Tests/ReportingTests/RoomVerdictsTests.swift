import Scheduling
import ShowTime
import Testing

@testable import Reporting

@Suite struct RoomVerdictsTests {
    @Test(arguments: [
        (AttemptEnd(.accepted, code: 0), "ok AppID 7 is accepted by h"),
        (
            AttemptEnd(.account, code: 100_000_005, reason: "signature error"),
            "problem AppID 7 is refused by h: 100000005 signature error"
        ),
        (AttemptEnd(.clock, code: 100_000_004), "problem cannot be checked while the clock is off: 100000004"),
        (AttemptEnd(.throttledApp, code: 206), "warning AppID 7 is throttled by h: 206"),
        (AttemptEnd(.notSent, reason: "connection refused"), "problem h cannot be reached: connection refused"),
        (AttemptEnd(.unanswered, reason: "no answer in time"), "problem h does not answer: no answer in time"),
        (AttemptEnd(.foreignAnswer), "problem what answers at h is not ZEGO: without a reason"),
        (AttemptEnd(.transient, code: 1), "problem h fails: 1"),
        (AttemptEnd(.refused, code: 2), "problem h refuses the question: 2"),
    ])
    func credentialsAreJudgedByHowTheFirstQuestionEnded(end: AttemptEnd, line: String) {
        let check = RoomVerdicts.credentials(end, appID: 7, host: "h")
        #expect("\(check.verdict.rawValue) \(check.message)" == line)
        #expect((check.advice == nil) == (check.verdict == .ok))
    }

    /// The server's date is a whole second; the answer took `took`.
    private func clock(ahead: Interval, took: Interval = .milliseconds(40), _ end: AttemptEnd = AttemptEnd(.accepted))
        -> PreflightCheck
    {
        let server = Instant.seconds(1_795_176_000)
        // In the middle of that second by the server, in the middle of the call by us.
        let middle = server + .milliseconds(500) + ahead
        let half = Interval(nanoseconds: took.nanoseconds / 2)
        return RoomVerdicts.clock(ClockReading(server: server, asked: middle - half, answered: middle + half), end)
    }

    @Test(arguments: [
        (Interval.zero, "ok", "within 1 s of the server's"), (.milliseconds(900), "ok", "within 1 s of the server's"),
        (.milliseconds(-4900), "ok", "within 5 s of the server's"),
        (.milliseconds(5100), "warning", "this host is 5s ahead of the server: shows start by this host's clock"),
        (.seconds(-90), "warning", "this host is 1m30s behind the server: shows start by this host's clock"),
        (.seconds(599), "warning", "this host is 9m59s ahead of the server: shows start by this host's clock"),
        (.seconds(601), "problem", "this host is 10m1s ahead of the server: over 10 minutes, no signature is accepted"),
        (.hours(-24), "problem", "this host is 1d behind the server: over 10 minutes, no signature is accepted"),
    ])
    func theClockIsJudgedByHowFarItIsOff(ahead: Interval, verdict: String, message: String) {
        let check = clock(ahead: ahead)
        #expect(check.verdict.rawValue == verdict)
        #expect(check.message == message)
    }

    @Test func aSlowAnswerMakesNoClockWrong() {
        #expect(clock(ahead: .seconds(6), took: .seconds(8)).verdict == .ok)
        #expect(clock(ahead: .seconds(10), took: .seconds(8)).verdict == .warning)
    }

    @Test func aClockThatZEGODoesNotAcceptIsAProblemWhateverItSays() {
        let end = AttemptEnd(.clock, code: 100_000_004)
        #expect(RoomVerdicts.clock(nil, end).verdict == .problem)
        #expect(
            clock(ahead: .zero, end).message
                == "ZEGO finds the signature expired, though this host's clock is within 1 s of the server's")
        #expect(clock(ahead: .minutes(9), end).verdict == .problem)
        #expect(RoomVerdicts.clock(nil, AttemptEnd(.notSent)).verdict == .warning)
        #expect(RoomVerdicts.clock(nil, nil).verdict == .warning)
    }

    // MARK: Rooms

    private func plan() throws -> PreflightPlan {
        PreflightPlan([
            try timeline(
                """
                  - {at: 0, text: x}
                  - {at: 0, text: x, rooms: b, sender: {id: nova}}
                """, rooms: "[a, b, c]")
        ])
    }

    private func lines(_ checks: [PreflightCheck]) -> [String] {
        checks.map { "\($0.verdict.rawValue) \($0.name) \($0.subject ?? "-"): \($0.message)" }
    }

    @Test func everyRoomHasItsLine() throws {
        var findings = RoomFindings()
        findings.first = AttemptEnd(.accepted, code: 0)
        findings.audiences = ["a": .init(people: 1), "b": .init(people: 0, administrators: 2), "c": .init(people: 0)]
        findings.presence = ["a": ["host": false], "b": ["host": false, "nova": true]]
        let plan = try plan()
        #expect(
            lines(RoomVerdicts.rooms(plan, findings)) == [
                "ok room a: 1 user is in it",
                "warning room b: nobody is in it but 2 administrators (recorders, moderators)",
                "warning room c: nobody is in it, so it does not exist yet: what is sent to it before somebody enters is lost",
            ])
        #expect(
            lines(RoomVerdicts.senders(plan, findings)) == [
                "ok sender host: is in none of its 2 rooms; 1 more does not exist yet",
                "warning sender nova: is logged in to b: that client does not get the messages",
            ])
    }

    @Test func whatCannotBeKnownIsSaidToBe() throws {
        let plan = try plan()
        var findings = RoomFindings()
        findings.first = AttemptEnd(.accepted, code: 0)
        findings.audiences = ["a": .init(people: 12_000), "b": .init(people: 0)]
        findings.failures = ["c": AttemptEnd(.unanswered, reason: "no answer in time")]
        findings.presenceFailures = ["a": AttemptEnd(.refused, code: 100_000_007, reason: "Action is not supported")]
        #expect(
            lines(RoomVerdicts.rooms(plan, findings)) == [
                "ok room a: 12000 users are in it",
                "warning room b: nobody is in it, so it does not exist yet: what is sent to it before somebody enters is lost",
                "warning room c: the audience cannot be known: no answer in time",
            ])
        #expect(
            lines(RoomVerdicts.senders(plan, findings)) == [
                "warning sender host: whether it is in 3 of its 3 rooms cannot be known: 100000007 Action is not supported",
                "warning sender nova: whether it is in its room cannot be known before it exists",
            ])
    }

    @Test func whatIsWrongWithTheAccountIsSaidOnce() throws {
        let plan = try plan()
        var findings = RoomFindings()
        let end = AttemptEnd(.account, code: 100_000_005)
        findings.first = end
        findings.failures = ["a": end, "b": end, "c": end]
        #expect(
            lines(RoomVerdicts.rooms(plan, findings) + RoomVerdicts.senders(plan, findings)) == [
                "warning room 3 rooms: the audience cannot be known: nothing can be asked before the account works",
                "warning sender 2 senders: whether it is in a room it sends to cannot be known: no room could be asked",
            ])
    }
}
