import TestSupport
import Testing

@testable import Reporting

@Suite struct PreflightPlanTests {
    @Test func roomsThatMessagesReachAreThereOnceWithTheirSenders() throws {
        let rooms = "rooms: {stage: {id: \"1\"}, lobby: {id: \"2\"}, unused: {id: \"3\"}, both: [stage, lobby]}"
        let one = try timeline(
            """
              - {id: a, at: 0, text: x}
              - {id: b, at: 1s, text: x, rooms: stage, sender: {id: nova}}
              - {id: c, at: 2s, text: x, rooms: stage, sender: {id: anna, name: Anna}}
            """, more: rooms, rooms: "both")
        let other = try timeline("  - {at: 0, text: x, sender: {id: zoe}}", name: "other", rooms: "[\"2\", \"4\"]")
        let plan = PreflightPlan([one, other])
        #expect(
            plan.rooms == [
                .init(id: "1", name: "stage", senders: ["anna", "host", "nova"]),
                .init(id: "2", name: "lobby", senders: ["host", "zoe"]), .init(id: "4", name: "4", senders: ["zoe"]),
            ])
        #expect(plan.rooms.map(\.title) == ["stage (1)", "lobby (2)", "4"])
        #expect(plan.audienceQuestions == [.audiences(rooms: ["1", "2", "4"])])
        #expect(
            plan.presenceQuestions(existing: ["2", "1"]) == [
                .presence(users: ["anna", "host", "nova"], room: "1"), .presence(users: ["host", "zoe"], room: "2"),
            ])
    }

    @Test func tenAreAskedAfterAtOnce() throws {
        let ids = (1...21).map { "r\($0)" }
        let plan = PreflightPlan([try timeline("  - {at: 0, text: x}", rooms: "[\(ids.joined(separator: ", "))]")])
        let sizes = plan.audienceQuestions.map { question in
            if case .audiences(let rooms) = question { rooms.count } else { 0 }
        }
        #expect(sizes == [10, 10, 1])
        let messages = (1...11).map { "  - {at: 0, text: x, sender: {id: s\($0)}}" }.joined(separator: "\n")
        let many = PreflightPlan([try timeline(messages)])
        #expect(many.presenceQuestions(existing: ["a"]).count == 2)
    }
}
