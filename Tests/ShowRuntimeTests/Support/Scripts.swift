import MarkedYAML
import ShowTime
import Testing
import Timelines

/// A script's timeline. Rooms and a sender are added, so that a test writes what it is about.
func timeline(
    _ messages: String, name: String = "show", more: String = "", rooms: String = "[a]",
    at place: SourceLocation = #_sourceLocation
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
    let problems = loaded.diagnostics.map(\.message).joined(separator: "; ")
    return try #require(loaded.timeline, "\(problems)", sourceLocation: place)
}

/// 2026-11-20T12:00:00Z
let showStart = Instant.seconds(1_795_176_000)
