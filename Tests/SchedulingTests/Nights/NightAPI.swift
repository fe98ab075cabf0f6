import ShowTime
import TestSupport

@testable import Scheduling

/// The API of a simulated night: answers of every kind, in moods that come and go, and a count of what was shown.
struct NightAPI {
    enum Mood: CaseIterable {
        case well, slow, flaky, failing, throttling, badAccount, badClock, foreign, down, silent
    }

    /// What becomes of one call.
    struct Verdict {
        var kind: AttemptEnd.Kind
        /// Whether it is shown, whatever is answered.
        var isShown: Bool
        var took: Interval
    }

    private var moods: [(from: Uptime, mood: Mood)] = []
    /// How often something goes wrong while all is well.
    private var flakiness: Double

    init(using generator: inout SeededGenerator, from begin: Uptime, until end: Uptime) {
        flakiness = [0, 0.03, 0.3].randomElement(using: &generator)!
        guard generator.chance(0.8) else { return }
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let time = begin + generator.interval(.zero...(end - begin))
            moods.append((time, Mood.allCases.randomElement(using: &generator)!))
            moods.append((time + generator.interval("1s"..."40s"), .well))
        }
        moods.sort { $0.from < $1.from }
    }

    /// Makes everything go well from `time` on.
    mutating func mend(at time: Uptime) {
        moods = [(time, .well)]
        flakiness = 0
    }

    /// When its moods other than ``Mood/well`` begin.
    var troubles: [Uptime] { moods.filter { $0.mood != .well }.map(\.from) }

    func verdict(at now: Uptime, using generator: inout SeededGenerator) -> Verdict {
        let mood = moods.last { $0.from <= now }?.mood ?? .well
        let kind = kind(in: mood, using: &generator)
        var took = generator.interval("5ms"..."300ms")
        if generator.chance(mood == .slow ? 0.7 : 0.03) { took = generator.interval("1s"..."9s") }
        let isShown: Bool
        switch kind {
        case .accepted: isShown = true
        case .unanswered:
            isShown = .random(using: &generator)
            // A timeout, or a connection that broke.
            if .random(using: &generator) { took = "10s" }
        case .foreignAnswer: isShown = .random(using: &generator)
        default: isShown = false
        }
        return Verdict(kind: kind, isShown: isShown, took: took)
    }

    private func kind(in mood: Mood, using generator: inout SeededGenerator) -> AttemptEnd.Kind {
        let troubles: [AttemptEnd.Kind] = [
            .throttledApp, .throttledRoom, .transient, .notSent, .refused, .clock, .unanswered, .foreignAnswer,
        ]
        switch mood {
        case .well, .slow: return generator.chance(flakiness) ? troubles.randomElement(using: &generator)! : .accepted
        case .flaky: return generator.chance(0.6) ? troubles.randomElement(using: &generator)! : .accepted
        case .failing: return .transient
        case .throttling:
            let throttled: AttemptEnd.Kind = .random(using: &generator) ? .throttledApp : .throttledRoom
            return generator.chance(0.7) ? throttled : .accepted
        case .badAccount: return .account
        case .badClock: return .clock
        case .foreign: return .foreignAnswer
        case .down: return .notSent
        case .silent: return .unanswered
        }
    }
}
