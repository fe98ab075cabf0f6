import Foundation
import ShowTime
import Templates
import Testing

/// Cases that the real Jinja2 has rendered: `make compare` makes them and names the file in the environment.
@Suite struct ComparisonTests {
    private static let path = ProcessInfo.processInfo.environment["SHOWCALLER_COMPARE_CASES"]

    @Test(.enabled(if: path != nil)) func rendersGeneratedTemplatesAsJinja2Does() throws {
        let text = try String(contentsOfFile: #require(Self.path), encoding: .utf8)
        let tally = try Self.compare(text)
        #expect(tally.equal > 0 && tally.bothRefuse > 0, "nothing was compared")
        #expect(tally.equal > tally.refused.values.reduce(0, +), "most of what Jinja2 renders is rendered")
    }

    /// Every case that was once rendered otherwise than by Jinja2.
    @Test func rendersWhatOnceDiffered() throws {
        let tally = try Self.compare(KeptCases.text)
        #expect(tally.equal > 50 && tally.bothRefuse > 15)
        #expect(tally.refused.isEmpty)
    }

    private struct Tally {
        var equal = 0
        var bothRefuse = 0
        /// Templates that Jinja2 renders and that are refused on purpose, by the reason.
        var refused: [String: Int] = [:]
    }

    /// Parts of the messages with which templates are refused that Jinja2 renders.
    private static let refusals = [
        "cannot be shown to an audience", "beyond the whole numbers of 64 bits", "too large for any number",
        "have no exact quotient", "joined or listed: add | list", "has no member",
        "is no place in a list", "the keys of a mapping are texts", "has no items", "a list has at most",
        "a text has at most", "the condition does not hold", "this is always the same",
        "unique compares texts and numbers", "batch takes a whole number", "round takes 0 to 30 digits",
        "cannot be odd", "cannot be even", "cannot be divisibleby", "sum adds numbers",
        "something every mapping has in Jinja2",
        "% behind a text", "the loop itself", "is not supported as a number", "the loop only between",
    ]

    /// For each case: our text equals Jinja2's, or both refuse, or ours refuses for one of its reasons.
    private static func compare(_ text: String) throws -> Tally {
        var tally = Tally()
        for line in text.split(separator: "\n") {
            var parser = OrderedJSON(line)
            guard case .map(let item) = parser.value(), case .string(let template)? = item["template"],
                case .map(let variables)? = item["vars"]
            else {
                Issue.record("not a case: \(line)")
                continue
            }
            var wanted: String?
            if case .string(let text)? = item["text"] { wanted = text }
            switch try render(template, variables) {
            case .success(let text):
                guard wanted.map({ Array($0.utf8) }) == Array(text.utf8) else {
                    Issue.record("\(text.debugDescription) for \(line)")
                    continue
                }
                tally.equal += 1
            case .failure(let error):
                #expect(error.range.upperBound <= template.utf8.count, "\(error.range) in \(line)")
                if wanted == nil {
                    tally.bothRefuse += 1
                } else if error.kind == .unsupported, let reason = refusals.first(where: error.message.contains) {
                    tally.refused[reason, default: 0] += 1
                } else {
                    Issue.record("\(error.message) at \(error.range) for \(line)")
                }
            }
        }
        print(
            "templates compared \(tally.equal + tally.bothRefuse + tally.refused.values.reduce(0, +)):",
            "equal \(tally.equal), both refuse \(tally.bothRefuse), refused on purpose",
            tally.refused.sorted { $0.value > $1.value }.map { "\($0.key): \($0.value)" })
        return tally
    }

    private static func render(_ template: String, _ variables: Members) throws -> Result<String, TemplateError> {
        var rendering = try Rendering()
        rendering.limit = 1 << 24
        rendering.scope.timelineVariables = .empty
        for (name, value) in zip(variables.keys, variables.values) {
            rendering.scope.timelineVariables[rendering.templates.symbol(name)] = value
        }
        do throws(TemplateError) {
            return .success(try rendering.text(of: template))
        } catch {
            return .failure(error)
        }
    }
}
