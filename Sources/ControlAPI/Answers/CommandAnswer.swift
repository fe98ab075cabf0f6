import JSONText

/// The answer to a command that was not refused.
package struct CommandAnswer: Sendable, Hashable {
    /// False where it had been done before, or nothing was to be done.
    package var isDone: Bool
    package var message: String
    /// The texts that go out with the value of an input.
    package var texts: [SetText]?
    /// What a reload changes, as `preview --diff` prints it.
    package var diff: String?
    /// The hash of the timelines on the disk: a reload of exactly these can be asked for.
    package var sha256: String?
    /// How a message that was sent by hand ended, in each room.
    package var results: [SendResult]?

    package struct SetText: Sendable, Hashable {
        package var cue: String
        package var text: CueAnswer.Text

        package init(cue: String, text: CueAnswer.Text) {
            self.cue = cue
            self.text = text
        }
    }

    package init(isDone: Bool, _ message: String) {
        self.isDone = isDone
        self.message = message
    }

    package func write(to bytes: inout [UInt8]) {
        bytes.object { bytes in
            bytes.field("done", isDone)
            bytes.field("message", message)
            if let texts {
                bytes.field("texts", array: texts) { bytes, set in
                    bytes.object {
                        $0.field("cue", set.cue)
                        $0.field("rooms", array: set.text.rooms) { $0.append(json: $1) }
                        $0.field("room_count", set.text.roomCount)
                        $0.field("text", set.text.text)
                        $0.field("bytes", set.text.bytes)
                    }
                }
            }
            if let diff { bytes.field("diff", diff) }
            if let sha256 { bytes.field("sha256", sha256) }
            if let results { bytes.field("results", array: results) { $1.write(to: &$0) } }
        }
    }

    /// Nil where the bytes are not such an answer.
    package init?(json bytes: [UInt8]) {
        let answer = bytes.withUnsafeBufferPointer { bytes -> CommandAnswer? in
            var members = JSONMembers()
            guard members.read(bytes), let isDone = members.bool("done"), let message = members.text("message") else {
                return nil
            }
            var answer = CommandAnswer(isDone: isDone, message)
            if case .array? = members.value("texts") {
                var texts: [SetText] = []
                members.forEachObject("texts") { set in
                    texts.append(SetText(cue: set.text("cue") ?? "", text: CueAnswer.Text(&set)))
                }
                answer.texts = texts
            }
            answer.diff = members.text("diff")
            answer.sha256 = members.text("sha256")
            if case .array? = members.value("results") {
                var results: [SendResult] = []
                members.forEachObject("results") { if let result = SendResult(&$0) { results.append(result) } }
                answer.results = results
            }
            return answer
        }
        guard let answer else { return nil }
        self = answer
    }
}
