import MarkedYAML
import RunSheets
import ShowTime
import Templates
import Timelines

extension Fuzz {
    private static var options: LoadingOptions {
        var options = LoadingOptions(assumedStart: .milliseconds(now))
        options.checkedOccurrences = 5
        options.mostDeliveries = 2_000
        options.mostSteps = 100_000
        return options
    }

    /// Every diagnostic lies in its file; what loads without an error can be expanded, within the API's limit.
    static func yaml(_ bytes: [UInt8]) {
        let loaded = TimelineLoader.load(SourceText(name: "fuzz.yaml", bytes: bytes), options: options)
        for diagnostic in loaded.diagnostics {
            let size = diagnostic.source.bytes.count
            expect(
                diagnostic.range.lowerBound >= 0 && diagnostic.range.upperBound <= size,
                "\(diagnostic.message): \(diagnostic.range) of \(size)")
            expect(diagnostic.position.line >= 1 && diagnostic.position.column >= 1, "\(diagnostic.message)")
        }
        let hasErrors = loaded.diagnostics.contains { $0.severity == .error }
        expect(hasErrors == (loaded.timeline == nil), "a timeline where there are errors, or none and no error")
        guard let timeline = loaded.timeline else { return }
        let start = timeline.start ?? .milliseconds(now)
        var expander = MessageExpander(timeline, start: start)
        for message in timeline.messages.prefix(20) {
            for room in timeline.rooms(of: message).prefix(3) {
                let due = start + message.schedule.offset(ofOccurrence: 1)
                guard let texts = try? expander.contents(of: message, occurrence: 1, room: room, due: due) else {
                    continue
                }
                for text in texts {
                    expect(text.utf8.count <= MessageExpander.longestContent, "\(text.utf8.count) bytes")
                }
            }
        }
    }

    /// An error lies in the template; two expansions are the same and within the budget.
    static func template(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes) else { return }
        var templates = TemplateSet()
        var scope = Scope(title: "The Title", timeline: "show", zone: .utc, start: .milliseconds(now))
        scope.room = .map(["id": .string("123"), "name": .string("stage"), "lang": .string("en")])
        scope.message = "msg"
        scope.due = .milliseconds(now + 90_250)
        scope.offset = .milliseconds(90_250)
        scope.occurrence = 3
        let variables: [(String, Value)] = [
            ("x", .int(7)), ("f", .float(2.5)), ("s", .string("héllo")), ("b", .bool(true)), ("n", .none),
            ("l", .list([.int(1), .string("a'b"), .none])), ("m", .map(["k": .int(1), "items": .int(2)])),
        ]
        for (name, value) in variables { scope.timelineVariables[templates.symbol(name)] = value }
        do throws(TemplateError) {
            let compiled = try templates.compile(text)
            var first = TextBuffer(limit: 2048)
            _ = try templates.expand(compiled, in: scope, into: &first)
            var second = TextBuffer(limit: 2048)
            _ = try templates.expand(compiled, in: scope, into: &second)
            expect(Array(first.bytes) == Array(second.bytes), "two expansions differ")
            expect(first.bytes.count <= 2048, "beyond the budget")
        } catch {
            expect(
                error.range.lowerBound >= 0 && error.range.upperBound <= bytes.count,
                "\(error.message): \(error.range) of \(bytes.count)")
        }
    }

    /// What is imported is a timeline that loads, and every problem lies in the sheet.
    static func csv(_ bytes: [UInt8]) {
        var sheetOptions = SheetOptions(name: "show")
        sheetOptions.rooms = ["stage"]
        sheetOptions.sender = Sender(id: "host", name: nil)
        let sheet = SheetImport(SourceText(name: "fuzz.csv", bytes: bytes), options: sheetOptions)
        for problem in sheet.problems {
            expect(problem.place >= 0 && problem.place <= bytes.count, "\(problem.message) at \(problem.place)")
        }
        guard let draft = sheet.draft else { return }
        let yaml = draft.yaml
        let loaded = TimelineLoader.load(SourceText(name: "show.yaml", bytes: Array(yaml.utf8)), options: options)
        for diagnostic in loaded.diagnostics where diagnostic.severity == .error {
            fatalError("\(diagnostic.message) in \(yaml)")
        }
    }
}
