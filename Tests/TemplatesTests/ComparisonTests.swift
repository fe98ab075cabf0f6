import Foundation
import ShowTime
import Templates
import Testing

/// Cases that the real Jinja2 has rendered: `make compare` makes them and names the file in the environment.
@Suite struct ComparisonTests {
    private static let path = ProcessInfo.processInfo.environment["SHOWCALLER_COMPARE_CASES"]

    /// For each: our text equals Jinja2's, or both refuse, or ours says "unsupported" at its place.
    @Test(.enabled(if: path != nil)) func rendersGeneratedTemplatesAsJinja2Does() throws {
        let text = try String(contentsOfFile: #require(Self.path), encoding: .utf8)
        try Self.compare(text)
    }

    /// Every case that was once rendered otherwise than by Jinja2.
    @Test func rendersWhatOnceDiffered() throws {
        try Self.compare(KeptCases.text)
    }

    private static func compare(_ text: String) throws {
        var (equal, refused, unsupported) = (0, 0, 0)
        var unsupportedByMessage: [String: Int] = [:]
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
                equal += 1
                #expect(wanted.map { Array($0.utf8) } == Array(text.utf8), "\(text.debugDescription) for \(line)")
            case .failure(let error):
                if wanted == nil {
                    refused += 1
                } else if error.kind == .unsupported {
                    unsupported += 1
                    unsupportedByMessage[error.message, default: 0] += 1
                } else {
                    Issue.record("\(error.message) at \(error.range) for \(line)")
                }
                #expect(error.range.upperBound <= template.utf8.count, "\(error.range) in \(line)")
            }
        }
        print("equal \(equal), both refuse \(refused), unsupported \(unsupported) \(unsupportedByMessage)")
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
