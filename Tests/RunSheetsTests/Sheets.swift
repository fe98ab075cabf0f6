import MarkedYAML
import RunSheets
import ShowTime
import Testing
import Timelines

func source(_ text: String) -> SourceText { SourceText(name: "sheet.csv", bytes: Array(text.utf8)) }

/// Imports a sheet under the name "show".
func sheet(_ text: String, _ change: (inout SheetOptions) -> Void = { _ in }) -> SheetImport {
    var options = SheetOptions(name: "show")
    change(&options)
    return SheetImport(source(text), options: options)
}

/// `3:7 left out: …`, as people are shown it.
func lines(_ problems: [SheetProblem], in text: String) -> [String] {
    let source = source(text)
    return problems.map { problem in
        let position = source.position(ofByte: problem.place)
        let kind =
            switch problem.severity {
            case .fatal: "fatal"
            case .leftOut: "left out"
            case .changed: "changed"
            }
        return "\(position.line):\(position.column) \(kind): \(problem.message)"
    }
}

extension SheetImport {
    /// `-00:10:00 Doors`
    var cues: [String] { draft?.messages.map { "\($0.at.clock) \($0.text)" } ?? [] }
    var offsets: [String] { draft?.messages.map { $0.at.clock } ?? [] }
}

/// Loads a draft, which has no errors.
func timeline(_ draft: TimelineDraft) throws -> Timeline {
    let source = SourceText(name: "show.yaml", bytes: Array(draft.yaml.utf8))
    let loaded = TimelineLoader.load(source, options: LoadingOptions(assumedStart: .milliseconds(1_795_176_000_000)))
    // Warnings are about what the sheet said: a room id that is risky stays what it is.
    let errors = loaded.diagnostics.filter { $0.severity == .error }.map(\.message)
    #expect(errors == [])
    let timeline = loaded.timeline
    return try #require(timeline)
}

/// The text of each message in its first room.
func said(_ timeline: Timeline) throws -> [String] {
    let start = timeline.start ?? .milliseconds(1_795_176_000_000)
    var expander = MessageExpander(timeline, start: start)
    return try timeline.messages.flatMap { message in
        try expander.contents(
            of: message, occurrence: 1, room: timeline.rooms(of: message)[0],
            due: start + message.schedule.offset(ofOccurrence: 1))
    }
}
