import MarkedYAML
import ShowTime
import Testing
import Timelines

@Suite struct AfterTests {
    @Test func countsFromTheFirstOccurrenceOfAnother() throws {
        let timeline = try timeline(
            script(
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
            script(
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
            script(
                """
                - {id: a, at: 1m, text: x}
                - {id: b, after: a, at: 5s, text: "{{ offset }}"}
                """))
        #expect(timeline.contents == ["x", "65"])
    }

    @Test func aChainMayBeAsLongAsTheScript() throws {
        var messages = "- {id: m0, at: 0, text: x}\n"
        for number in 1...20_000 { messages += "- {id: m\(number), after: m\(number - 1), at: 1s, text: x}\n" }
        #expect(try timeline(script(messages)).messages.last?.schedule.first == .seconds(20_000))
    }

    @Test func saysWhatItCannotFind() {
        let loaded = load(
            script(
                """
                - {id: welcome, at: 0, text: x}
                - {id: a, after: welcom, at: 1s, text: "{{ offset }}"}
                - {id: b, after: xyz, at: 1s, text: x}
                - {id: c, after: b, at: 1s, text: x}
                - {id: d, after: [a], at: 1s, text: x}
                """))
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"8:18 error unknown-message there is no message with the id "welcom": did you mean "welcome"?"#,
                #"9:18 error unknown-message there is no message with the id "xyz""#,
                #"11:18 error wrong-type "after" takes a text, not a list or a mapping"#,
            ])
        #expect(loaded.timeline == nil)
    }

    @Test func saysWhichWaitForEachOther() {
        let loaded = load(
            script(
                """
                - {id: a, after: b, text: x}
                - {id: b, after: c, text: x}
                - {id: c, after: b, text: x}
                - {id: d, after: d, text: x}
                - {id: e, after: a, text: x}
                """))
        #expect(
            loaded.diagnostics.map(\.line) == [
                "8:18 error timing these messages wait for each other: b after c after b",
                "10:18 error timing the message waits for itself",
            ])
    }

    /// The one that is wrong is reported, and nobody who waits for it.
    @Test func isSilentBehindWhatIsBroken() {
        let loaded = load(
            script(
                """
                - {id: a, at: soon, text: x}
                - {id: b, after: a, text: "{{ 1 / offset }}"}
                - {id: c, rooms: nowhere, at: 1s, text: x}
                - {id: d, after: c, text: "{{ 1 // offset }}"}
                """))
        #expect(loaded.diagnostics.map(\.position.line) == [7, 9])
    }

    @Test func tenYearsIsTheLongest() {
        let loaded = load(
            script(
                """
                - {id: a, at: 80000h, text: x}
                - {id: b, after: a, at: 80000h, text: x}
                - {id: c, after: a, every: 1h, times: 80000, text: x}
                """))
        #expect(
            loaded.diagnostics.map(\.line) == [
                #"8:18 error timing after "a", this would be more than ten years from the start"#,
                #"9:18 error timing after "a", this would be more than ten years from the start"#,
            ])
    }

    @Test func aMessageThatIsLeftOutStillHasATime() throws {
        let timeline = try timeline(
            script(
                """
                - {id: a, at: 1m, skip: true, text: x}
                - {id: b, after: a, at: 5s, text: x}
                """))
        #expect(timeline.firstDues == ["b 65.0"])
        #expect(timeline.leftOut == [LeftOut(id: "a", reason: .skip)])
    }
}
