import JSONText

/// The answer to a command: what was done, or why it was not.
package struct CommandAnswer: Sendable, Hashable {
    package var isDone: Bool
    package var message: String

    init(isDone: Bool, _ message: String) {
        self.isDone = isDone
        self.message = message
    }

    func write(to bytes: inout [UInt8]) {
        bytes.object { $0.field(isDone ? "message" : "error", message) }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Nil where the bytes are not such an answer.
    init?(json bytes: [UInt8]) {
        var members = JSONMembers()
        let answer = bytes.withUnsafeBufferPointer { bytes -> CommandAnswer? in
            guard members.read(bytes) else { return nil }
            if let message = members.text("message") { return CommandAnswer(isDone: true, message) }
            return members.text("error").map { CommandAnswer(isDone: false, $0) }
        }
        guard let answer else { return nil }
        self = answer
    }
}
