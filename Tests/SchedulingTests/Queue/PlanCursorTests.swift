import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling

@Suite struct PlanCursorTests {
    private func all(of cursor: inout PlanCursor, through offset: Interval = "1h") -> [String] {
        var occurrences: [String] = []
        while let next = cursor.next, next.offset <= offset {
            cursor.advance()
            occurrences.append("\(next.offset.inSeconds) \(next.message)#\(next.occurrence)")
        }
        return occurrences
    }

    @Test func messagesComeInTheOrderInWhichTheyAreDue() {
        let timeline = TestTimeline.timeline(
            """
            - {id: late, at: 5s, text: x}
            - {id: repeat, every: 2s, from: 1s, times: 3, text: x}
            - {id: early, at: -1s, text: x}
            - {id: tie, at: 3s, text: x}
            """)
        var cursor = PlanCursor(TimelinePlan(timeline), after: Ledger(timeline))
        #expect(all(of: &cursor, through: "2s") == ["-1.000 2#1", "1.000 1#1"])
        #expect(all(of: &cursor) == ["3.000 1#2", "3.000 3#1", "5.000 0#1", "5.000 1#3"])
        #expect(cursor.next == nil)
    }

    @Test func whatIsDroppedDoesNotCome() {
        let timeline = TestTimeline.timeline(
            """
            - {id: a, at: 0s, text: x}
            - {id: b, at: 1s, text: x}
            - {id: c, at: 2s, text: x}
            - {id: r, every: 1s, from: 0s, text: x}
            """)
        var cursor = PlanCursor(TimelinePlan(timeline), after: Ledger(timeline))
        cursor.drop(0)
        cursor.drop(1)
        #expect(all(of: &cursor, through: "1s") == ["0.000 3#1", "1.000 3#2"])
        #expect(cursor.upcoming.map { "\($0.message)#\($0.occurrence)" } == ["2#1", "3#3"])
        cursor.drop(3)
        #expect(all(of: &cursor) == ["2.000 2#1"])
    }

    /// Against the plain way: all occurrences of all messages, sorted.
    @Test(arguments: 0..<30 as Range<UInt64>)
    func agreesWithSorting(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var script = ""
        for index in 0..<Int.random(in: 1...12, using: &generator) {
            let at = Int.random(in: -20...40, using: &generator)
            if Bool.random(using: &generator) {
                script += "- {id: m\(index), at: \(at)s, text: x}\n"
            } else {
                let every = Int.random(in: 1...9, using: &generator)
                let times = Int.random(in: 1...9, using: &generator)
                script += "- {id: m\(index), every: \(every)s, from: \(at)s, times: \(times), text: x}\n"
            }
        }
        let timeline = TestTimeline.timeline(script)
        var expected: [(offset: Interval, message: Int, occurrence: Int)] = []
        for (message, entry) in timeline.messages.enumerated() {
            for occurrence in 1...entry.schedule.count! {
                expected.append((entry.schedule.offset(ofOccurrence: occurrence), message, occurrence))
            }
        }
        expected.sort { ($0.offset, $0.message) < ($1.offset, $1.message) }
        var cursor = PlanCursor(TimelinePlan(timeline), after: Ledger(timeline))
        #expect(
            all(of: &cursor) == expected.map { "\($0.offset.inSeconds) \($0.message)#\($0.occurrence)" },
            "seed \(seed)")
    }
}
