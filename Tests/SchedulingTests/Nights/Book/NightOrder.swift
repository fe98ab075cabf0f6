import Scheduling
import ShowTime
import Timelines

/// Checks the order of departures in the life of one process.
struct NightOrder {
    /// The tolerance of the comparison of deadlines. A wait for its claim gives a delivery up to this much more time in the
    /// engine, which its deadline in the book does not show.
    private let claimWait: Interval
    private struct Lane: Hashable {
        var run: RunID
        var category: Category
    }

    /// Departures of system messages since the last of chat.
    private var systemInARow = 0
    /// For each run that has a system message waiting: that message, and how often each other run has left since it waits.
    private var turns: [RunID: (message: NightBook.Key, others: [RunID: Int])] = [:]

    init(claimWait: Interval = .zero) { self.claimWait = claimWait }

    mutating func noteWithdrawn(_ attempt: Attempt) { if attempt.category == .system { systemInARow += 1 } }

    /// Returns what is wrong with the order of attempts that leave together.
    ///
    /// - Parameter waiting: for each run a system message that stays although it waits for nothing but the quota.
    mutating func problems(
        ofLeaving attempts: [AttemptRecord], in books: [RunID: NightBook], waiting: [RunID: NightBook.Key]
    ) -> [String] {
        var problems: [String] = []
        var last: [Lane: (deadline: Instant, delivery: String)] = [:]
        for (index, attempt) in attempts.enumerated() {
            let lane = Lane(run: attempt.run, category: attempt.category)
            if let deadline = books[attempt.run]?.deadline(of: attempt) {
                if let before = last[lane], before.deadline > deadline + claimWait {
                    problems.append("\(before.delivery) left before \(attempt.delivery), which has less time")
                }
                last[lane] = (deadline, attempt.delivery)
            }
            switch attempt.category {
            case .system: systemInARow += 1
            case .chat:
                let system = attempts[index...].first { $0.category == .system }
                let stays = system.map { "\($0.delivery)" } ?? waiting.first.map { "\($0.value) of \($0.key)" }
                if let stays, systemInARow < 19 {
                    problems.append("\(attempt.delivery) left while the system message \(stays) waited")
                }
                systemInARow = 0
            }
        }
        takeTurns(attempts, waiting, &problems)
        return problems
    }

    /// Checks that no other run has more than two turns while a run waits.
    private mutating func takeTurns(
        _ attempts: [AttemptRecord], _ waiting: [RunID: NightBook.Key], _ problems: inout [String]
    ) {
        let system = attempts.filter { $0.category == .system }.map(\.run)
        for (run, message) in waiting {
            var others: [RunID: Int] = [:]
            // If the message has gone meanwhile, to the audience or not, it waits no longer: the count begins anew.
            if let before = turns[run], before.message == message {
                others = before.others
                for other in system where other != run { others[other, default: 0] += 1 }
            }
            if system.contains(run) { others = [:] }
            if let (other, count) = others.first(where: { $0.value > 2 }) {
                problems.append("\(other) left \(count) times while \(message) of \(run) waited")
            }
            turns[run] = (message, others)
        }
        turns = turns.filter { waiting[$0.key] != nil }
    }
}
