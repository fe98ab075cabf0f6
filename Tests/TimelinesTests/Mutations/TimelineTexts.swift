import MarkedYAML
import ShowTime
import Templates
import Testing
import Timelines

/// Loads a timeline. Where it has no start, it starts at 2026-11-20 12:00 UTC.
///
/// - Parameters:
///   - files: what it can include, by their paths.
///   - isStrict: whether to warn of what is merely odd as well, which the timelines of most tests are.
func load(
    _ text: String, overrides: [(name: String, value: Value)] = [], files: [String: String] = [:],
    isStrict: Bool = false
) -> LoadedTimeline {
    var options = LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000))
    options.overrides = overrides
    options.readIncluded = { path, _ in
        guard let text = files[path] else { return .failure(.init(message: "there is no \(path)")) }
        return .success(SourceText(name: path, bytes: Array(text.utf8)))
    }
    var loaded = TimelineLoader.load(SourceText(name: "show.yaml", bytes: Array(text.utf8)), options: options)
    let oddities: Set<DiagnosticKind> = [
        .unusedRoom, .unusedVariable, .repeatedText, .quota, .cutText, .strayQuote, .nullText, .leftOverBraces,
        .emptyValue, .textAndNumber, .wordAsFlag,
    ]
    if !isStrict { loaded.diagnostics.removeAll { oddities.contains($0.kind) } }
    return loaded
}

/// A timeline without diagnostics.
func timeline(
    _ text: String, overrides: [(name: String, value: Value)] = [], files: [String: String] = [:]
) throws -> Timeline {
    let loaded = load(text, overrides: overrides, files: files)
    #expect(loaded.diagnostics.map(\.line) == [])
    return try #require(loaded.timeline)
}

/// The text of a timeline with everything but its messages.
func yaml(_ messages: String, rooms: String = "rooms: {a: {id: r1}, b: {id: r2}}", _ more: String = "") -> String {
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
    /// Every delivery that is wanted, in the order of the file, each part of it: `welcome#1@123 Welcome!`
    var deliveries: [String] {
        let start = start ?? .milliseconds(1_795_176_000_000)
        var expander = MessageExpander(self, start: start)
        var deliveries: [String] = []
        for message in messages {
            for occurrence in 1...(message.schedule.count ?? 3) {
                for room in rooms(of: message) {
                    let key = "\(message.id)#\(occurrence)@\(rooms[room].id)"
                    let due = start + message.schedule.offset(ofOccurrence: occurrence)
                    do {
                        guard try expander.isWanted(message, occurrence: occurrence, room: room) else { continue }
                        let contents = try expander.contents(
                            of: message, occurrence: occurrence, room: room, due: due)
                        deliveries += contents.map { "\(key) \($0)" }
                    } catch {
                        deliveries.append("\(key) \(error)")
                    }
                }
            }
        }
        return deliveries
    }

    /// Deliveries of a run from noon.
    var plannedDeliveries: Int? { plannedDeliveries(start: .milliseconds(1_795_176_000_000)) }

    /// When each message is due for the first time, in seconds: `welcome 30.0`.
    var firstDues: [String] { messages.map { "\($0.id) \($0.schedule.first.seconds)" } }

    /// What is said, without where and when.
    var contents: [String] { deliveries.map { String($0.drop { $0 != " " }.dropFirst()) } }
}
