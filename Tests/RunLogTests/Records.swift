import Foundation
import MarkedYAML
import ShowTime
import Testing
import Timelines

@testable import RunLog
@testable import Scheduling

let noon = Instant.milliseconds(1_795_176_000_000)
let showID = RunID(timeline: "show", start: noon)

extension RunHeader {
    static func sample(resumed: Bool = false) -> RunHeader {
        RunHeader(
            time: noon, run: showID, mode: .live, appID: 12345, host: "zim-api.zego.im", planned: 10, sha256: "ab12",
            isResumed: resumed, version: "0.1.0", boot: "b-1", uptimeAtStart: .milliseconds(-1500))
    }
}

extension AttemptRecord {
    static func sample(
        _ message: String = "welcome", _ occurrence: Int = 1, part: Part? = nil, room: String = "r1", number: Int = 1,
        content: String = "Hello", due: Instant = noon, at time: Instant = noon
    ) -> AttemptRecord {
        AttemptRecord(
            time: time, run: showID, messageID: message, occurrence: occurrence, part: part, number: number,
            roomID: room, category: .system, due: due, content: content)
    }
}

extension ResultRecord {
    static func sample(
        _ outcome: Outcome, _ message: String = "welcome", _ occurrence: Int = 1, last: Int? = nil,
        room: String = "r1", attempt: Int = 1, code: Int? = nil, reason: String? = nil, due: Instant = noon
    ) -> ResultRecord {
        ResultRecord(
            time: noon + .seconds(1), run: showID, messageID: message, occurrences: occurrence...(last ?? occurrence),
            roomID: room, roomName: "stage", category: .system, due: due, attempt: attempt, outcome: outcome,
            code: code, reason: reason, late: .milliseconds(2))
    }
}

extension Record {
    static func control(_ action: ControlRecord.Action, at time: Instant = noon) -> Record {
        .control(ControlRecord(time: time, run: showID, action: action))
    }
}

/// The line that a record becomes, its newline included.
func line(_ record: Record) -> String {
    var bytes: [UInt8] = []
    bytes.append(record)
    return String(decoding: bytes, as: UTF8.self)
}

/// The record that a line is read as.
func record(_ line: String) -> Record? {
    var bytes = Array(line.utf8)
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    var reader = RecordReader()
    return bytes.withUnsafeBufferPointer { reader.record($0) }
}

/// A file that is gone when the test is over.
final class LogOnDisk {
    let path: String

    init(_ content: String = "") throws {
        let folder = FileManager.default.temporaryDirectory
        path = folder.appending(path: "showcaller-log-\(UUID().uuidString).jsonl").path
        try write(Array(content.utf8))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    var bytes: [UInt8] { get throws { try [UInt8](Data(contentsOf: URL(filePath: path))) } }

    var text: String { get throws { String(decoding: try bytes, as: UTF8.self) } }

    /// Every record as a word, and how much of the file is whole.
    func read() throws(LogError) -> (events: [String], wholeLength: Int) {
        var events: [String] = []
        let wholeLength = try LogReader.read(path) { record in
            switch record {
            case .run: events.append("run")
            case .attempt(let attempt): events.append("attempt \(attempt.messageID)#\(attempt.occurrence)")
            case .result(let result): events.append("\(result.outcome) \(result.delivery)")
            case .control(let control): events.append("\(control.action)")
            case .end: events.append("end")
            }
        }
        return (events, wholeLength)
    }
}

/// A timeline with a message that is said once, and repeats with and without an end, in two rooms.
func show() throws -> Timeline {
    let text = """
        timeline: show
        sender: {id: host}
        rooms: {stage: {id: r1}, lobby: {id: r2}}
        defaults: {rooms: [stage, lobby]}
        messages:
        - {id: welcome, at: 0, text: Hello}
        - {id: countdown, every: 1s, from: 10s, times: 5, text: "{{ occurrence }}"}
        - {id: notice, every: 1s, rooms: stage, text: "{{ occurrence }}"}
        """
    let loaded = TimelineLoader.load(
        SourceText(name: "show.yaml", bytes: Array(text.utf8)), options: LoadingOptions(assumedStart: noon))
    #expect(loaded.diagnostics.map(\.message) == [])
    return try #require(loaded.timeline)
}
