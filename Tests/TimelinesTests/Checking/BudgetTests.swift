import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

/// Files that would take a long time end in an error that says so.
@Suite struct BudgetTests {
    private func messages(_ text: String, mostSteps: Int = 10_000) -> [String] {
        var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
        options.mostSteps = mostSteps
        options.mostDeliveries = 50_000_000
        let source = SourceText(name: "show.yaml", bytes: Array(yaml(text).utf8))
        return TimelineLoader.load(source, options: options).diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    private static let tooMany =
        "up to here the texts of all deliveries take more than 10000 steps: end repeats earlier, or make the texts simpler"

    @Test func allTextsTogetherHaveABudget() {
        #expect(messages("- {id: m, every: 1s, from: 0, times: 100, text: \"{{ occurrence }}\"}") == [])
        #expect(messages("- {id: m, every: 1s, from: 0, times: 5000, text: \"{{ occurrence }}\"}") == [Self.tooMany])
        let one = "- {id: m, every: 1s, from: 0, times: 500, text: \"{{ occurrence }}\"}\n"
        #expect(messages(one + one.replacing("id: m", with: "id: n")) == [])
        let many = (0..<10).map { one.replacing("id: m", with: "id: m\($0)") }.joined()
        #expect(messages(many) == [Self.tooMany])
    }

    @Test func conditionsCountToo() {
        let when = "{% for i in range(9) %}{% endfor %}"
        #expect(
            messages("- {id: m, every: 1s, from: 0, times: 2000, when: occurrence > 1 and occurrence > 0, text: x}")
                == [Self.tooMany])
        #expect(
            messages("- {id: m, every: 1s, from: 0, times: 900, text: \"x{{ occurrence }}\(when)\"}") == [Self.tooMany])
    }

    @Test func aRunHasSoManyDeliveries() {
        let found = messages("- {id: m, every: 1ms, from: 0, until: 24h, text: x}")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("up to here these are more than 50000000 deliveries") == true)
    }

    @Test func unknownKeysAreToldOneByOneUpToAHundred() {
        let keys = (0..<5000).map { ", unheardof\($0)x: 1" }.joined()
        let found = messages("- {id: m, at: 0, text: x\(keys)}")
        #expect(found.count == 101)
        #expect(found.contains { $0.contains("4900 more keys") })
    }
}
