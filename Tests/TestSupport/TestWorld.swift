package import Rehearsing
package import Scheduling
package import ShowTime
import Timelines

/// The world of a ``TestShow``: answers as the test says, and keeps a transcript.
package struct TestWorld: VirtualWorld {
    package enum Event: Sendable {
        case answer(Attempt.ID, AttemptEnd)
        case probeAnswer(Probe.ID, AttemptEnd)
        case claimed(Claim.ID)
    }

    package fileprivate(set) var lines: [String] = []
    package fileprivate(set) var records: [Record] = []
    package fileprivate(set) var attempts: [Attempt] = []
    package var logs: [RunID: MemoryLog] = [:]
    package var answers: [String: [Answer]] = [:]
    package var otherwise = Answer.accepted
    /// Answers to probes to come; all others are answered as ``otherwise`` says.
    package var probeAnswers: [Answer] = []
    /// How long an answer takes.
    package var latency = Interval.milliseconds(100)
    /// How long the disk takes with a claim; nil while it does not answer at all.
    package var claimTime: Interval? = .milliseconds(20)
    /// What was claimed, and when.
    package fileprivate(set) var claims: [(time: Uptime, claim: Claim)] = []
    /// Claims that the disk has not answered.
    private var waitingClaims: [Claim.ID] = []
    /// Whether records cannot be written. They are kept then and written later, except attempts.
    package var isLogBroken = false
    var timelines: [RunID: Timeline] = [:]
    var now = Moment(wall: TestShow.start, uptime: .zero)
    private var backlog: [Record] = []
    private var isBlocked = false

    package mutating func happen(_ event: Event, _ driver: inout VirtualDriver<Event>) {
        switch event {
        case .answer(let id, let end): driver.scheduler.attemptEnded(id, end, at: driver.now)
        case .probeAnswer(let id, let end):
            now = driver.now
            lines.append("\(time) probe: \(end.kind)")
            driver.scheduler.probeEnded(id, end, at: driver.now)
        case .claimed(let id): driver.scheduler.claimed(id, at: driver.now)
        }
    }

    package mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout VirtualDriver<Event>) {
        now = driver.now
        for action in actions {
            switch action {
            case .record(let record): note(record)
            case .attempt(let attempt):
                if isLogBroken, attempt.run != nil {
                    driver.scheduler.withdraw(attempt.id, at: now)
                } else {
                    send(attempt, &driver)
                }
            case .ended(let run, _): say("ended", run)
            case .stopped(let run): say("stopped", run)
            case .claim(let claim):
                claims.append((now.uptime, claim))
                if let claimTime {
                    driver.schedule(.claimed(claim.id), after: claimTime)
                } else {
                    waitingClaims.append(claim.id)
                }
            case .claimsOverdue(let run, let areOverdue): say(areOverdue ? "claims overdue" : "claims caught up", run)
            case .probe(let probe):
                lines.append("\(time) > probe")
                let answer = probeAnswers.isEmpty ? otherwise : probeAnswers.removeFirst()
                guard let kind = answer.kind else { continue }
                let took = answer.took ?? latency
                driver.schedule(.probeAnswer(probe.id, AttemptEnd(kind, code: answer.code, took: took)), after: took)
            case .directSendEnded(let id, let end): lines.append("\(time) direct send \(id.number): \(end.kind)")
            }
        }
        if isLogBroken, !isBlocked {
            isBlocked = true
            driver.scheduler.setBlocked(true, at: now)
        }
    }

    /// Returns the claims that the disk has not answered, which it does now.
    package mutating func takeWaitingClaims() -> [Claim.ID] {
        defer { waitingClaims = [] }
        return waitingClaims
    }

    mutating func mendLog() {
        isLogBroken = false
        for record in backlog { write(record) }
        backlog = []
        isBlocked = false
    }

    mutating func crash(at now: Moment) {
        self.now = now
        lines.append("\(time) crash")
        backlog = []
        isBlocked = false
    }

    private mutating func note(_ record: Record) {
        if isLogBroken { backlog.append(record) } else { write(record) }
        records.append(record)
        say(record.line, record.run)
    }

    private mutating func write(_ record: Record) { logs[record.run, default: MemoryLog()].append(record) }

    private mutating func send(_ attempt: Attempt, _ driver: inout VirtualDriver<Event>) {
        if let record = attempt.record { write(.attempt(record)) }
        attempts.append(attempt)
        say(attempt.line, attempt.run)
        let answer = nextAnswer(to: attempt)
        guard let kind = answer.kind else { return }
        let took = answer.took ?? latency
        let end = AttemptEnd(kind, code: answer.code, handedOver: now.uptime, took: took)
        driver.schedule(.answer(attempt.id, end), after: took)
    }

    private mutating func nextAnswer(to attempt: Attempt) -> Answer {
        for key in [attempt.delivery, attempt.messageID, attempt.roomID] {
            if let waiting = answers[key], let first = waiting.first {
                answers[key]!.removeFirst()
                return first
            }
        }
        return otherwise
    }

    private mutating func say(_ text: String, _ run: RunID?) {
        let owner = run.map { $0.timeline == "show" ? "" : "\($0.timeline) " } ?? ""
        lines.append("\(time) \(owner)\(text)")
    }

    /// Seconds since the start.
    private var time: String { (now.wall - TestShow.start).inSeconds }
}
