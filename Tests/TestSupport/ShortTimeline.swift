import MarkedYAML
package import ShowTime
package import Timelines

/// The timeline of `messages`. Rooms and a sender are added, so that a test writes only its subject.
package func timeline(
    _ messages: String, name: String = "show", more: String = "", rooms: String = "[a]"
) throws -> Timeline {
    let text = """
        timeline: \(name)
        sender: {id: host}
        defaults: {rooms: \(rooms)}
        \(more)
        messages:
        \(messages)
        """
    let loaded = TimelineLoader.load(
        SourceText(name: "\(name).yaml", bytes: Array(text.utf8)), options: LoadingOptions(assumedStart: showStart))
    guard let timeline = loaded.timeline else {
        throw InvalidTimeline(problems: loaded.diagnostics.map(\.message))
    }
    return timeline
}

/// The timeline of a test is wrong.
package struct InvalidTimeline: Error { package var problems: [String] }

/// 2026-11-20T12:00:00Z
package let showStart = Instant.seconds(1_795_176_000)
