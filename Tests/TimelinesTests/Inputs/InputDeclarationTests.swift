import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

/// `inputs`: what is known only on the night.
@Suite struct InputDeclarationTests {
    private func load(_ inputs: String, text: String = "{{ winner }}", more: String = "") -> LoadedTimeline {
        let yaml = """
            timeline: t
            sender: {id: host}
            \(inputs)
            messages:
              - {id: m, at: 0, rooms: stage, \(more)text: "\(text)"}
            """
        var options = LoadingOptions(assumedStart: .seconds(1_800_000_000))
        options.readIncluded = { _, _ in
            .success(
                SourceText(name: "shared.yaml", bytes: Array("vars: {price: 1}\ninputs: {winner: {max: 9}}\n".utf8)))
        }
        return TimelineLoader.load(SourceText(name: "t.yaml", bytes: Array(yaml.utf8)), options: options)
    }

    private func problems(_ inputs: String, text: String = "{{ winner }}", more: String = "") -> [String] {
        load(inputs, text: text, more: more).diagnostics.map {
            "\($0.position.line):\($0.position.column) \($0.message)"
        }
    }

    @Test func anInputHasAPromptAndALimit() throws {
        let timeline = try #require(load("inputs: {winner: {prompt: Who won?, max: 60, default: ' nobody '}}").timeline)
        let input = try #require(timeline.input(named: "winner"))
        #expect(input.prompt == "Who won?" && input.max == 60 && input.usual == "nobody")
        #expect(timeline.messages[0].inputs == [0])
        #expect(try #require(load("inputs: {winner: {max: 1}}").timeline?.inputs.first).prompt == "winner")
    }

    @Test func aFileThatIsIncludedMayHaveThem() {
        #expect(load("include: shared.yaml").timeline?.inputs.map(\.max) == [9])
        #expect(load("include: shared.yaml\ninputs: {winner: {max: 60}}").timeline?.inputs.map(\.max) == [60])
        #expect(
            problems("include: shared.yaml\ninputs: {price: {max: 60}}", text: "{{ price }}{{ winner }}")
                == ["1:8 \"price\" is an input and a variable: choose another name for one of them"])
    }

    @Test(arguments: [
        (
            "inputs: {winner: {}}",
            "3:10 the input \"winner\" has no max: write max: 60, the most bytes that it may have"
        ),
        ("inputs: {winner: {max: 0}}", "3:24 \"max\" is a number of bytes from 1 to 1024, not \"0\""),
        ("inputs: {winner: {max: 1025}}", "3:24 \"max\" is a number of bytes from 1 to 1024, not \"1025\""),
        (
            "inputs: {winner: {max: 60, defualt: x}}",
            "3:28 the input \"winner\" has no key \"defualt\": did you mean \"default\"?"
        ),
        ("inputs: {winner: {max: 3, default: Anna}}", "3:36 \"default\" has at most 3 bytes, and this is 4"),
        ("inputs: {winner: {max: 3, default: ' '}}", "3:36 \"default\" cannot be empty"),
        (
            "inputs: {winner: {max: 60}, room: {max: 60}}",
            "3:29 \"room\" is a name that every template has already: choose another"
        ),
        (
            "inputs: {winner: {max: 60}}\nvars: {winner: Ann}",
            "4:8 \"winner\" is an input and a variable: choose another name for one of them"
        ),
        ("inputs: [winner]", "3:9 \"inputs\" is a mapping of names: winner: {prompt: \"Who won?\", max: 60}"),
        ("inputs: {winner: {max: 60}, winer: {max: 60}}", "3:29 no text uses the input \"winer\""),
    ])
    func whatIsWrongIsSaidAtItsPlace(inputs: String, problem: String) {
        #expect(problems(inputs) == [problem])
    }

    @Test func aVariableOfAMessageCannotHaveItsName() {
        #expect(
            problems("inputs: {winner: {max: 60}}", more: "vars: {winner: x}, ").first
                == "5:41 \"winner\" is an input and a variable: choose another name for one of them")
    }

    @Test func aVariableOfTheCommandLineCannotHaveItsName() throws {
        let names = try #require(load("inputs: {winner: {max: 60}}").variableNames)
        var given = VariablesFile(given: ["winner=Ann"])
        given.check(against: names)
        #expect(given.diagnostics.first?.message.contains("tell set winner=…") == true)
    }

    // MARK: Lengths

    @Test(arguments: [
        ("{{ 'x' * 1005 }}{{ winner }}", "with the longest winner"),
        ("{{ 'x' * 970 }}{{ winner | upper }}", "letters that grow in upper case"),
        ("{{ 'x' * 1000 }}{{ winner | lower }}", "letters that grow in lower case"),
        ("{% if winner == 'draw' %}{{ 'x' * 1025 }}{% endif %}{{ winner }}", "where winner is \\\"draw\\\""),
        ("{% for letter in winner %}{{ 'x' * 60 }}{% endfor %}", "of the most bytes"),
        ("{% if winner | length > 1 %}x{% endif %}", "of one letter"),
    ])
    func aTextHasToFitWithWhateverIsGiven(text: String, words: String) {
        let problems = problems("inputs: {winner: {max: 20}}", text: text)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(words.replacing("\\\"", with: "\"")) == true, "\(problems)")
    }

    @Test func aTextThatFitsExactlyIsFine() {
        #expect(problems("inputs: {winner: {max: 20}}", text: "{{ 'x' * 1004 }}{{ winner }}").isEmpty)
        #expect(problems("inputs: {winner: {max: 20}}", text: "{{ 'x' * 964 }}{{ winner | upper }}").isEmpty)
        #expect(
            problems("inputs: {winner: {max: 20}}", text: "{{ 'x' * 2000 }}{{ winner }}", more: "overflow: split, ")
                .isEmpty)
    }

    @Test(arguments: [3, 4, 6, 7, 8, 9, 10, 11, 59, 60, 61, 62, 1024])
    func aPlaceholderIsAsLongAsTheLongest(max: Int) {
        #expect(InputPlaceholder.text(ofInput: 99, max: max).utf8.count == max)
    }

    @Test func aPlaceholderIsShownByItsName() throws {
        let timeline = try #require(
            load(
                "inputs: {winner: {max: 20}, loser: {max: 5}}", text: "{{ winner | upper }}{{ winner }}, {{ loser[0] }}"
            )
            .timeline)
        var expander = MessageExpander(timeline, start: .seconds(0))
        let content = try expander.contents(
            of: timeline.messages[0], occurrence: 1, room: 0, due: .seconds(0))[0]
        #expect(timeline.shown(content) == "‹winner›‹winner›, ‹loser›")
        #expect(content.utf8.count == 45)
    }
}
