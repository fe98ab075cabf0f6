import Reporting
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing
import ZegoAPI

@testable import ShowRuntime

/// The questions of a preflight, in virtual time.
@Suite struct RoomInspectorTests {
    /// A ZEGO with given answers, and a clock that moves only when somebody waits.
    private final class AnsweringZego: Sendable {
        struct State {
            var now = Uptime.zero
            var asked: [(RoomQuestion, Uptime)] = []
        }

        let state = Mutex(State())
        let answer: @Sendable (RoomQuestion, Int) -> RoomReply

        init(answer: @escaping @Sendable (RoomQuestion, Int) -> RoomReply) { self.answer = answer }

        var asked: [(RoomQuestion, Uptime)] { state.withLock(\.asked) }

        func inspect(_ plan: PreflightPlan, rate: Double = 10) async -> RoomFindings {
            var inspector = RoomInspector(
                rate: rate, now: { self.state.withLock(\.now) },
                pause: { interval in self.state.withLock { $0.now = $0.now + interval } },
                ask: { question in
                    let number = self.state.withLock { state in
                        state.asked.append((question, state.now))
                        return state.asked.count
                    }
                    return self.answer(question, number)
                })
            return await inspector.inspect(plan)
        }
    }

    private func plan(rooms: Int) throws -> PreflightPlan {
        let ids = (1...rooms).map { "r\($0)" }.joined(separator: ", ")
        return PreflightPlan([try timeline("  - {at: 0, text: x}", rooms: "[\(ids)]")])
    }

    private static func full(_ question: RoomQuestion) -> RoomReply {
        var reply = RoomReply(AttemptEnd(.accepted, code: 0))
        switch question {
        case .audiences(let rooms): for room in rooms { reply.audiences[room] = .init(people: 1) }
        case .presence(let users, _): for user in users { reply.presence[user] = false }
        }
        return reply
    }

    @Test(arguments: [(10.0, 1_030), (1.0, 10_300)]) func everyKindOfQuestionIsPacedByItself(rate: Double, width: Int64)
        async throws
    {
        let stage = AnsweringZego { question, _ in Self.full(question) }
        let findings = await stage.inspect(try plan(rooms: 35), rate: rate)
        #expect(findings.audiences.count == 35)
        #expect(findings.presence.count == 35)
        let audiences = stage.asked.filter { if case .audiences = $0.0 { true } else { false } }.map(\.1)
        let presence = stage.asked.filter { if case .presence = $0.0 { true } else { false } }.map(\.1)
        #expect(audiences.count == 4)
        #expect(presence.count == 35)
        // Ten calls take ten spacings, but for what may be caught up.
        for first in presence.indices.dropLast(10) {
            #expect(presence[first + 10] - presence[first] >= .milliseconds(width - 5))
        }
    }

    @Test func whatIsThrottledIsAskedAgain() async throws {
        let stage = AnsweringZego { question, number in
            number <= 2 ? RoomReply(AttemptEnd(.throttledApp, code: 206)) : Self.full(question)
        }
        let findings = await stage.inspect(try plan(rooms: 1))
        #expect(stage.asked.count == 4)
        #expect(findings.first?.kind == .accepted)
        let always = AnsweringZego { _, _ in RoomReply(AttemptEnd(.throttledApp, code: 206)) }
        // And where that is all there is, nobody waits for it with every room.
        let none = await always.inspect(try plan(rooms: 300))
        #expect(always.asked.count == RoomInspector.mostTries)
        #expect(none.failures["r300"]?.code == 206)
    }

    @Test(arguments: [AttemptEnd.Kind.notSent, .unanswered, .foreignAnswer])
    func whereNobodyAnswersNoMoreIsAsked(kind: AttemptEnd.Kind) async throws {
        let stage = AnsweringZego { _, _ in RoomReply(AttemptEnd(kind, reason: "why")) }
        let findings = await stage.inspect(try plan(rooms: 300))
        #expect(stage.asked.count == RoomInspector.mostSilences)
        #expect(findings.failures.count == 300)
        #expect(findings.first?.reason == "why")
        // One that answers again is one that answers.
        let once = AnsweringZego { question, number in
            number == 1 ? RoomReply(AttemptEnd(kind, reason: "why")) : Self.full(question)
        }
        #expect(await once.inspect(try plan(rooms: 30)).audiences.count == 30)
    }

    @Test(arguments: [AttemptEnd.Kind.account, .clock])
    func whatIsWrongWithTheAccountIsFoundOutOnce(kind: AttemptEnd.Kind) async throws {
        let stage = AnsweringZego { _, _ in RoomReply(AttemptEnd(kind, code: 1)) }
        _ = await stage.inspect(try plan(rooms: 300))
        #expect(stage.asked.count == 1)
    }

    @Test func ofRoomsThatDoNotExistNobodyIsSought() async throws {
        let stage = AnsweringZego { question, _ in
            var reply = RoomReply(AttemptEnd(.accepted, code: 0))
            if case .audiences(let rooms) = question { for room in rooms { reply.audiences[room] = .init(people: 0) } }
            return reply
        }
        let findings = await stage.inspect(try plan(rooms: 12))
        #expect(stage.asked.count == 2)
        #expect(findings.presence.isEmpty)
    }

    @Test func theQuickestLookAtTheClockCounts() async throws {
        @Sendable func reading(_ width: Int64) -> ClockReading {
            ClockReading(server: .seconds(100), asked: .seconds(200), answered: .seconds(200 + width))
        }
        let stage = AnsweringZego { question, number in
            var reply = Self.full(question)
            reply.clock = reading([3, 1, 2][(number - 1) % 3])
            return reply
        }
        #expect(await stage.inspect(try plan(rooms: 25)).clock == reading(1))
    }
}
