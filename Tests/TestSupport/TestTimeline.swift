import MarkedYAML
package import ShowTime
package import Timelines

/// Writes and loads the timelines of the tests.
package enum TestTimeline {
    /// Rooms `r1` to `r5` with the ids `1` to `5`; `both` is the first two, `all` are the first three.
    package static let rooms = """
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
    package static func timeline(
        _ messages: String, name: String = "show", defaults: String = "rooms: r1", rooms: String = TestTimeline.rooms
    ) -> Timeline {
        load("timeline: \(name)\nsender: {id: host}\n\(rooms)defaults: {\(defaults)}\nmessages:\n\(messages)\n")
    }

    package static func load(_ text: String) -> Timeline {
        var options = LoadingOptions(assumedStart: TestShow.start)
        options.checkedOccurrences = 1
        let loaded = TimelineLoader.load(SourceText(name: "test.yaml", bytes: Array(text.utf8)), options: options)
        guard let timeline = loaded.timeline else {
            let problems = loaded.diagnostics.map { "\($0.position.line): \($0.message)" }
            preconditionFailure("the timeline of a test is wrong: \(problems)\n\(text)")
        }
        return timeline
    }
}

extension Interval: ExpressibleByStringLiteral {
    /// An offset as timelines write it, so that tests are easy to read.
    package init(stringLiteral text: String) { try! self.init(offset: text) }
}
