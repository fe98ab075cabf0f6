import MarkedYAML
import ShowTime
import Testing
import Timelines

/// Writes and loads the scripts of the tests.
enum Script {
    /// Rooms `r1` to `r5` with the ids `1` to `5`; `both` is the first two, `all` are the first three.
    private static let rooms = """
        rooms:
          r1: {id: "1"}
          r2: {id: "2"}
          r3: {id: "3"}
          r4: {id: "4"}
          r5: {id: "5"}
          both: [r1, r2]
          all: [both, r3]

        """

    /// A timeline of `messages`, sent to room 1 where they do not say otherwise.
    static func timeline(
        _ messages: String, name: String = "show", defaults: String = "rooms: r1", rooms: String = rooms
    ) -> Timeline {
        load("timeline: \(name)\nsender: {id: host}\n\(rooms)defaults: {\(defaults)}\nmessages:\n\(messages)\n")
    }

    static func load(_ text: String) -> Timeline {
        var options = LoadingOptions(assumedStart: Stage.start)
        options.checkedOccurrences = 1
        let loaded = TimelineLoader.load(SourceText(name: "test.yaml", bytes: Array(text.utf8)), options: options)
        guard let timeline = loaded.timeline else {
            let problems = loaded.diagnostics.map { "\($0.position.line): \($0.message)" }
            preconditionFailure("the script of a test is wrong: \(problems)\n\(text)")
        }
        return timeline
    }
}

extension Interval: ExpressibleByStringLiteral {
    /// An offset as scripts write it, for the tests to be read.
    package init(stringLiteral text: String) { try! self.init(offset: text) }
}
