import JSONText
package import Scheduling
import ShowTime

/// The answer to a command: what was done, or why it was not.
package struct CommandAnswer: Sendable, Hashable {
    package var isDone: Bool
    package var message: String
    /// What goes out with a value that is set, cue by cue.
    package var cues: [Cue] = []

    package struct Cue: Sendable, Hashable {
        package var name: String
        package var texts: [UpcomingCue.Text]
    }

    init(isDone: Bool, _ message: String) {
        self.isDone = isDone
        self.message = message
    }

    init(_ answer: InputAnswer, of run: RunID) {
        self.init(isDone: true, "")
        cues = answer.cues.map { Cue(name: $0.name, texts: $0.texts) }
        message =
            switch answer.result {
            case nil: "\(run): \(answer.name) would be \"\(answer.value)\""
            case .done: "\(run): \(answer.name) is \"\(answer.value)\""
            case .hadBeenDone(let by, let time):
                "\(run): that was done already, at \(time.rfc3339)\(by.map { " by \($0)" } ?? "")"
            }
    }

    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field(isDone ? "message" : "error", message)
            guard !cues.isEmpty else { return }
            $0.field("cues", array: cues) { bytes, cue in
                bytes.object {
                    $0.field("cue", cue.name)
                    $0.field("texts", array: cue.texts) { bytes, text in bytes.object { text.write(to: &$0) } }
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Nil where the bytes are not such an answer.
    init?(json bytes: [UInt8]) {
        var members = JSONMembers()
        let answer = bytes.withUnsafeBufferPointer { bytes -> CommandAnswer? in
            guard members.read(bytes) else { return nil }
            if let message = members.text("message") {
                var answer = CommandAnswer(isDone: true, message)
                members.forEachObject("cues") { cue in
                    var texts: [UpcomingCue.Text] = []
                    cue.forEachObject("texts") { texts.append(UpcomingCue.Text(&$0)) }
                    answer.cues.append(Cue(name: cue.text("cue") ?? "", texts: texts))
                }
                return answer
            }
            return members.text("error").map { CommandAnswer(isDone: false, $0) }
        }
        guard let answer else { return nil }
        self = answer
    }
}
