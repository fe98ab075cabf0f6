import Pacing
package import Reporting
import Scheduling
package import ShowTime

/// Asks the questions of a plan, at the pace of their own quota, and stops when no answer is to be had.
package struct RoomInspector {
    /// Questions per second of each kind: 10, or 1 in a test environment (documented for `DescribeUserNum`).
    package static func rate(isTest: Bool) -> Double { isTest ? 1 : 10 }

    /// How often a question is asked in all if it is throttled or fails at the server.
    static let mostTries = 5
    /// After this many tries without an answer, with no question settled between them, the rest is not asked: each may take as
    /// long as a whole call.
    static let mostSilences = 2
    static let retryPause = Interval.seconds(1)

    private let ask: (RoomQuestion) async -> RoomReply
    private let now: () -> Uptime
    private let pause: (Interval) async -> Void
    private var audiencePacer: Pacer
    private var presencePacer: Pacer
    private var silences = 0
    private var findings = RoomFindings()

    /// - Parameters:
    ///   - rate: questions per second of each kind.
    ///   - pause: waits for an interval.
    package init(
        rate: Double, now: @escaping () -> Uptime, pause: @escaping (Interval) async -> Void,
        ask: @escaping (RoomQuestion) async -> RoomReply
    ) {
        audiencePacer = Pacer(rate: rate)
        presencePacer = Pacer(rate: rate)
        self.now = now
        self.pause = pause
        self.ask = ask
    }

    package mutating func inspect(_ plan: PreflightPlan) async -> RoomFindings {
        for question in plan.audienceQuestions {
            guard case .audiences(let rooms) = question else { continue }
            let reply = await reply(to: question, pacer: \.audiencePacer)
            if findings.first == nil { findings.first = reply.end }
            findings.audiences.merge(reply.audiences) { _, new in new }
            for room in rooms where reply.end.kind != .accepted { findings.failures[room] = reply.end }
        }
        let existing = Set(findings.audiences.filter(\.value.roomExists).keys)
        for question in plan.presenceQuestions(existing: existing) {
            guard case .presence(_, let room) = question else { continue }
            let reply = await reply(to: question, pacer: \.presencePacer)
            findings.presence[room, default: [:]].merge(reply.presence) { _, new in new }
            if reply.end.kind != .accepted { findings.presenceFailures[room] = reply.end }
        }
        return findings
    }

    private mutating func reply(
        to question: RoomQuestion, pacer: WritableKeyPath<RoomInspector, Pacer>
    ) async -> RoomReply {
        if let ending = findings.ending { return RoomReply(ending) }
        var tries = 0
        while true {
            tries += 1
            let allowed = self[keyPath: pacer].earliest(from: now())
            if allowed > now() { await pause(allowed - now()) }
            let sent = max(now(), allowed)
            self[keyPath: pacer].take(at: sent)
            let reply = await ask(question)
            note(reply)
            switch reply.end.kind {
            case .throttledApp, .throttledRoom, .transient:
                guard tries < Self.mostTries else {
                    findings.ending = reply.end
                    return reply
                }
                silences = 0
                self[keyPath: pacer].slowDown(afterCallAt: sent, now: now())
                await pause(Self.retryPause)
            case .account, .clock:
                // Every other question would be answered in the same way.
                findings.ending = reply.end
                return reply
            case .notSent, .unanswered, .foreignAnswer:
                silences += 1
                guard silences < Self.mostSilences else {
                    findings.ending = reply.end
                    return reply
                }
                await pause(Self.retryPause)
            case .accepted, .refused:
                self[keyPath: pacer].passed(callAt: sent)
                silences = 0
                return reply
            }
        }
    }

    private mutating func note(_ reply: RoomReply) {
        guard let clock = reply.clock else { return }
        if let best = findings.clock, best.answered - best.asked <= clock.answered - clock.asked { return }
        findings.clock = clock
    }
}
