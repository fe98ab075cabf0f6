import MarkedYAML
import ShowTime
import Templates
import Testing
import Timelines

/// Loads a script. Where it has no start, it starts at 2026-11-20 12:00 UTC.
func load(_ text: String, overrides: [(name: String, value: Value)] = []) -> LoadedTimeline {
    var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
    options.overrides = overrides
    return TimelineLoader.load(SourceText(name: "show.yaml", bytes: Array(text.utf8)), options: options)
}

/// The timeline of a script that nothing is wrong with.
func timeline(_ text: String, overrides: [(name: String, value: Value)] = []) throws -> Timeline {
    let loaded = load(text, overrides: overrides)
    #expect(loaded.diagnostics.map(\.line) == [])
    return try #require(loaded.timeline)
}

/// A script with everything but its messages.
func script(_ messages: String, rooms: String = "rooms: {a: {id: r1}, b: {id: r2}}", _ more: String = "") -> String {
    """
    timeline: test
    sender: {id: host}
    \(rooms)
    defaults: {rooms: a}
    \(more)
    messages:
    \(messages)
    """
}

extension Diagnostic {
    /// `3:7 error bad-time …`
    var line: String {
        "\(position.line):\(position.column) \(severity.rawValue) \(kind.rawValue) \(message)"
    }
}

extension Timeline {
    /// Every delivery in the order of the file: `welcome#1@123 Welcome!`
    var deliveries: [String] {
        let start = start ?? .milliseconds(1_795_176_000_000)
        var expander = MessageExpander(self, start: start)
        return messages.flatMap { message in
            (1...(message.schedule.count ?? 3)).flatMap { occurrence in
                rooms(of: message).map { room in
                    let key = "\(message.id)#\(occurrence)@\(rooms[room].id)"
                    let due = start + message.schedule.offset(ofOccurrence: occurrence)
                    do throws(ExpansionError) {
                        return try key + " "
                            + expander.content(of: message, occurrence: occurrence, room: room, due: due)
                    } catch {
                        return "\(key) \(error)"
                    }
                }
            }
        }
    }

    /// What is said, without where and when.
    var contents: [String] { deliveries.map { String($0.drop { $0 != " " }.dropFirst()) } }
}
