import MarkedYAML
import ShowTime
import Testing
import Timelines

/// What is worth a warning stands in `Tests/Samples/warned`; these are beside it.
@Suite struct WarningTests {
    private func warnings(_ messages: String, more: String = "", files: [String: String] = [:]) -> [String] {
        let text = "timeline: test\nsender: {id: host}\n\(more)\ndefaults: {rooms: a}\nmessages:\n\(messages)"
        return load(text, files: files, isStrict: true).diagnostics.map(\.line)
    }

    /// Other timelines may use what is shared.
    @Test func namesOfAnIncludedFileMayBeUnused() {
        let files = ["shared.yaml": "vars: {x: 1}\nrooms: {a: {id: r1, vars: {y: 1}}, b: {id: r2}}"]
        #expect(warnings("- {at: 1s, text: x}", more: "include: shared.yaml", files: files) == [])
    }

    /// It would be untrue: the text may use it.
    @Test(arguments: ["{{ p | uper }}", "{{ p }", "{% if p %}x"])
    func aTextThatIsNoTemplateBringsNoWarningOfItsNames(text: String) {
        let found = warnings("- {at: 1s, text: \"\(text)\"}", more: "vars: {p: 1}")
        #expect(found.count == 1 && !found[0].contains("warning"), "\(found)")
    }

    @Test func oneTextMayGoToTwoRoomsAtOnce() {
        let messages = """
            - {at: 10s, rooms: a, text: x}
            - {at: 10s, rooms: b, text: x}
            - {at: 20s, rooms: [a, b], when: room.name == "a", text: x}
            - {at: 20s, rooms: [a, b], when: room.name == "b", text: x}
            """
        #expect(warnings(messages) == [])
    }

    @Test func moreThanTheQuotaCarriesInTime() {
        let rooms = "rooms: {\((1...400).map { "r\($0): {id: i\($0)}" }.joined(separator: ", "))"
        let group = "a: [\((1...400).map { "r\($0)" }.joined(separator: ", "))]}"
        func warnings(nextAt time: String) -> [String] {
            self.warnings("- {at: 10m, text: x}\n- {at: \(time), rooms: r1, text: y}", more: "\(rooms), \(group)")
        }
        #expect(
            warnings(nextAt: "10m2s") == [
                """
                6:3 warning quota at 100 calls a second, the 400 deliveries due at 00:10:00 keep the quota busy until \
                00:10:04.120: what is due at 00:10:02 waits
                """
            ])
        // Less than a second late is not worth a warning.
        #expect(warnings(nextAt: "10m4s") == [])
    }

    /// Of what repeats for years, what may meet another message is looked at, and what exceeds the quota alone.
    @Test func aRepeatThatGoesOnForYearsIsLookedAtWhereItMeetsOthers() {
        let notice = "- {every: 1s, times: 315360000, text: x}"
        #expect(warnings(notice) == [])
        #expect(warnings("\(notice)\n- {at: 20h, text: y}") == [])
        #expect(
            warnings("\(notice)\n- {at: 20h, text: x}") == [
                """
                7:19 warning repeated-text the room "a" gets this text at 20:00:00 from the message on line 6 as well
                """
            ])
        // 97 calls a second are made, and each time there is left of 41 ms what takes 41.2 ms: after 5,000 times it is a second.
        let rooms = "rooms: {a: {id: i0}, r1: {id: i1}, r2: {id: i2}, r3: {id: i3}}"
        let tooOften = "- {every: 41ms, times: 9000000, rooms: [a, r1, r2, r3], text: x}\n- {at: 1s, text: y}"
        #expect(warnings(tooOften, more: rooms).map { String($0.prefix(20)) } == ["6:3 warning quota at"])
    }

    /// What is due when is not known where a time is wrong.
    @Test func textsAreNotComparedWhereSomethingIsWrong() {
        #expect(warnings("- {at: 10s, text: x}\n- {at: 10s, text: x}\n- {at: 5, text: x}").count == 1)
    }
}
