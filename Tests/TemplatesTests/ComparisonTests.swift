import Foundation
import ShowTime
import Templates
import Testing

/// Cases that the real Jinja2 has rendered: `make compare` makes them and names the file in the environment.
@Suite struct ComparisonTests {
    private static let path = ProcessInfo.processInfo.environment["SHOWCALLER_COMPARE_CASES"]

    /// For each: our text equals Jinja2's, or both refuse. Where Jinja2 shows what nothing defines, ours refuses.
    @Test(.enabled(if: path != nil)) func rendersGeneratedTemplatesAsJinja2Does() throws {
        let text = try String(contentsOfFile: #require(Self.path), encoding: .utf8)
        let tally = try Self.compare(text)
        #expect(tally.equal > 0 && tally.refused > 0, "nothing was compared")
        #expect(tally.unsupported.isEmpty, "every generated template is within the grammar")
    }

    /// Every case that was once rendered otherwise than by Jinja2.
    @Test func rendersWhatOnceDiffered() throws {
        let tally = try Self.compare(KeptCases.text)
        #expect(tally.equal > 90 && tally.refused > 15 && tally.showingUndefined > 10)
        #expect(tally.unsupported.isEmpty)
    }

    private struct Tally {
        var equal = 0
        var refused = 0
        /// What Jinja2 renders with the word "Undefined" in it and ours refuses.
        var showingUndefined = 0
        /// Where ours has a carriage return of the template, which no text may have, and Jinja2 a newline.
        var handingReturnsOn = 0
        /// What Jinja2 renders and ours refuses as not supported, by message.
        var unsupported: [String: Int] = [:]
    }

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
            let rendered = try render(template, variables)
            if item["shows_undefined"] != nil {
                if case .failure = rendered {
                    tally.showingUndefined += 1
                } else {
                    Issue.record("what nothing defines is shown: \(line)")
                }
                continue
            }
            switch rendered {
            case .success(let text):
                if wanted.map({ Array($0.utf8) }) == Array(text.utf8) {
                    tally.equal += 1
                } else if template.utf8.contains(13), let wanted,
                    Array(plain(wanted).utf8) == Array(plain(text).utf8)
                {
                    tally.handingReturnsOn += 1
                } else {
                    Issue.record("\(text.debugDescription) for \(line)")
                }
            case .failure(let error):
                if wanted == nil {
                    tally.refused += 1
                } else if error.kind == .unsupported {
                    tally.unsupported[error.message, default: 0] += 1
                } else {
                    Issue.record("\(error.message) at \(error.range) for \(line)")
                }
                #expect(error.range.upperBound <= template.utf8.count, "\(error.range) in \(line)")
            }
        }
        let unsupported = tally.unsupported.values.reduce(0, +)
        print(
            "templates compared",
            "\(tally.equal + tally.refused + tally.showingUndefined + tally.handingReturnsOn + unsupported):",
            "equal \(tally.equal), both refuse \(tally.refused),",
            "we refuse undefined inside a list \(tally.showingUndefined),",
            "we hand on a carriage return, to be refused \(tally.handingReturnsOn),",
            "not supported \(unsupported) \(tally.unsupported)")
        return tally
    }

    /// A text with one newline for any line ends in a row, spaces at both ends left out.
    private static func plain(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8.lazy.map({ $0 == 13 ? 10 : $0 }) where byte != 10 || bytes.last != 10 {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: CharacterSet(charactersIn: " \t\n"))
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
