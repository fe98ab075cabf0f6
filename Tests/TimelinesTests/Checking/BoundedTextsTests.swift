import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

/// Promise: what `check` says of a repeat is what expanding each occurrence would say, however it found out.
@Suite struct BoundedTextsTests {
    private static let texts = [
        "{{ occurrence }}",
        "{{ 10 - occurrence }}",
        "{{ offset }}",
        "{{ offset // 60 }}:{{ offset % 60 }}",
        "{{ total - occurrence * 2 }} of {{ total }}",
        "{{ due | strftime('%H:%M:%S') }}",
        "{{ due | strftime('%A, %d %B') }}",
        "{{ due | strftime('%A, %d %B %Y at %H:%M') }}",
        "{{ room.id }} {{ occurrence + 95 }}",
        "{{ occurrence * occurrence }}",
        "{{ 100 // (occurrence - 7) }}",
        "{{ 100 % (occurrence - 7) }}",
        "{{ 9223372036854775800 + occurrence }}",
        "{{ 10 / occurrence }}",
        "{{ 'x' * occurrence }}",
        "{{ occurrence if occurrence > 3 else '' }}",
        "{% if occurrence > 5 %}{{ nothing }}{% endif %}x",
        "{{ words[occurrence] }}",
        "{{ occurrence }}{{ words | length }}",
        "{{ -occurrence }}",
        "{{ total }}",
        "{{ flag + occurrence }}",
        "  {{ due | strftime('%e') }}  ",
    ]

    private func load(_ text: String, filling: Int, every: String, overflow: String) -> LoadedTimeline {
        let filler = String(repeating: "m", count: filling)
        let yaml = """
            timeline: show
            start: 2026-11-20T20:00:00Z
            sender: {id: host}
            vars: {total: 50, words: [a, b, c], flag: true}
            messages:
              - {every: \(every), from: 30s, times: 40, rooms: [one, another], overflow: \(overflow), text: "\(filler)\(text)"}
            """
        let source = SourceText(name: "show.yaml", bytes: Array(yaml.utf8))
        return TimelineLoader.load(source, options: LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000)))
    }

    @Test(arguments: texts) func saysWhatExpandingSays(text: String) throws {
        for filling in [0] + Array(975...1030) {
            for (every, overflow) in [("1s", "error"), ("1s", "truncate"), ("1500ms", "error"), ("1d", "error")] {
                let loaded = load(text, filling: filling, every: every, overflow: overflow)
                guard let timeline = loaded.timeline else { continue }
                var expander = MessageExpander(timeline, start: try #require(timeline.start))
                let message = timeline.messages[0]
                for occurrence in 1...40 {
                    let due = try #require(timeline.start) + message.schedule.offset(ofOccurrence: occurrence)
                    for room in 0..<2 {
                        #expect(throws: Never.self, "\(text) \(filling) \(occurrence)") {
                            try expander.check(message, occurrence: occurrence, room: room, due: due)
                        }
                    }
                }
            }
        }
    }

    /// Or this would take minutes.
    @Test func expandsNoMoreThanItMust() {
        let messages = Self.texts.prefix(6).map { text in
            "  - {every: 1s, from: 0s, times: 300000000, rooms: [a], text: \"\(text)\"}"
        }
        let beginning = "timeline: show\nsender: {id: host}\nvars: {total: 50}\nmessages:\n"
        let yaml = beginning + messages.joined(separator: "\n")
        var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
        options.mostSteps = .max
        let loaded = TimelineLoader.load(SourceText(name: "show.yaml", bytes: Array(yaml.utf8)), options: options)
        #expect(loaded.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
    }
}
