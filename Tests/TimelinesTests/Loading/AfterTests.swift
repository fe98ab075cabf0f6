import MarkedYAML
import ShowTime
import Testing
import Timelines

@Suite struct AfterTests {
    @Test func countsFromTheFirstOccurrenceOfAnother() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: late, after: early, at: 30s, text: x}
                - {id: early, at: 10s, text: x}
                - {id: before, after: early, at: -5s, text: x}
                - {id: with, after: early, text: x}
                - {id: third, after: late, at: 1s, text: x}
                - {id: beat, every: 10s, from: 1m, times: 3, text: x}
                - {id: behind, after: beat, at: 1s, text: x}
                """))
        #expect(
            timeline.firstDues == [
                "late 40.0", "early 10.0", "before 5.0", "with 10.0", "third 41.0", "beat 60.0", "behind 61.0",
            ])
    }

    @Test func aRepeatMovesAsAWhole() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, at: 1m, text: x}
                - {id: b, after: a, every: 10s, from: 5s, until: 25s, text: x}
                """))
        let schedule = timeline.messages[1].schedule
        #expect(schedule.count == 3)
        #expect(schedule.first == .seconds(65))
        #expect(schedule.last == .seconds(85))
    }

    @Test func templatesSeeTheWholeOffset() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, at: 1m, text: x}
                - {id: b, after: a, at: 5s, text: "{{ offset }}"}
                """))
        #expect(timeline.contents == ["x", "65"])
    }

    @Test func aChainMayBeAsLongAsTheTimeline() throws {
        var messages = "- {id: m0, at: 0, text: x}\n"
        for number in 1...20_000 { messages += "- {id: m\(number), after: m\(number - 1), at: 1s, text: x}\n" }
        #expect(try timeline(yaml(messages)).messages.last?.schedule.first == .seconds(20_000))
    }

    @Test func aMessageThatIsLeftOutStillHasATime() throws {
        let timeline = try timeline(
            yaml(
                """
                - {id: a, at: 1m, skip: true, text: x}
                - {id: b, after: a, at: 5s, text: x}
                """))
        #expect(timeline.firstDues == ["b 65.0"])
        #expect(timeline.leftOut == [LeftOut(id: "a", reason: .skip)])
    }
}
