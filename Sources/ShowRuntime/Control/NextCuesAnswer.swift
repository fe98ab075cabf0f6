import JSONText
package import Scheduling
package import ShowTime
import Timelines

/// The answer to `GET /next`: the next cues of a run, their times in the show's own zone too.
package struct NextCuesAnswer: Sendable, Hashable {
    package struct Cue: Sendable, Hashable {
        package var cue: UpcomingCue
        /// `20:05:00`
        package var localTime: String
    }

    package var run: RunID
    /// By the run's own time.
    package var now: Instant
    package var cues: [Cue]

    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("run", run.description)
            $0.field("now", now)
            $0.field("cues", array: cues) { $1.write(to: &$0) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Nil where the bytes are not such an answer.
    init?(json bytes: [UInt8]) {
        let answer = bytes.withUnsafeBufferPointer { bytes -> NextCuesAnswer? in
            var members = JSONMembers()
            guard members.read(bytes), let run = members.text("run").flatMap({ RunID($0) }),
                let now = members.instant("now")
            else { return nil }
            var answer = NextCuesAnswer(run: run, now: now, cues: [])
            members.forEachObject("cues") { cue in if let cue = Cue(&cue) { answer.cues.append(cue) } }
            return answer
        }
        guard let answer else { return nil }
        self = answer
    }

    init(run: RunID, now: Instant, cues: [Cue]) {
        self.run = run
        self.now = now
        self.cues = cues
    }
}

extension NextCuesAnswer.Cue {
    fileprivate func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("cue", cue.name)
            $0.field("message", cue.message)
            $0.field("occurrence", cue.occurrence)
            $0.field("repeated", cue.isRepeated)
            $0.field("due", cue.due)
            $0.field("local_time", localTime)
            $0.field("category", cue.category.name)
            $0.field("held_before", cue.isHeldBefore)
            $0.field("input", cue.input)
            $0.field("texts", array: cue.texts) { bytes, text in bytes.object { text.write(to: &$0) } }
        }
    }

    fileprivate init?(_ members: inout JSONMembers) {
        guard let message = members.text("message"), let occurrence = members.integer("occurrence"),
            let due = members.instant("due")
        else { return nil }
        var texts: [UpcomingCue.Text] = []
        members.forEachObject("texts") { texts.append(UpcomingCue.Text(&$0)) }
        cue = UpcomingCue(
            message: message, occurrence: occurrence, isRepeated: members.bool("repeated") ?? false, due: due,
            category: Category.allCases.first { $0.name == members.text("category") } ?? .system,
            isHeldBefore: members.bool("held_before") ?? false, input: members.text("input"), texts: texts)
        localTime = members.text("local_time") ?? due.rfc3339
    }
}

extension UpcomingCue.Text {
    func write(to bytes: inout [UInt8]) {
        bytes.field("rooms", array: rooms) { $0.append(json: $1) }
        bytes.field("text", content)
        bytes.field("bytes", content == nil ? nil : self.bytes)
    }

    init(_ members: inout JSONMembers) {
        self.init(rooms: members.texts("rooms"), content: members.text("text"), bytes: members.integer("bytes"))
    }
}

extension JSONMembers {
    mutating func texts(_ name: StaticString) -> [String] {
        guard case .array(let array)? = value(name) else { return [] }
        var texts: [String] = []
        _ = JSONObject.readArray(array) { if let text = $0.text { texts.append(text) } }
        return texts
    }
}
