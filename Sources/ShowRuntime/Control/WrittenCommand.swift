package import ControlAPI
package import Scheduling
import Timelines

/// A command as operators write it behind `tell`, and in a rehearsal: `hold`, `shift 2s`, `launch skip offer`.
package struct WrittenCommand: Sendable {
    package enum Request: Sendable {
        case command(Command)
        case set(SetCall)
        /// - Parameter isAgreed: whether it is carried out without asking anybody.
        case reload(isAgreed: Bool)
        case send(SendCall)
        case panic
        case next(Int)
        case status
    }

    /// A run's id or its timeline's name, nil where none is named.
    package var run: String?
    package var verb: String
    package var request: Request

    /// Nil for what is no command to one run, or changes nothing.
    package var command: Command? {
        switch request {
        case .command(let command): command
        case .set(let call): .set(name: call.name, value: call.value)
        case .reload, .send, .panic, .next, .status: nil
        }
    }

    /// - Throws: a problem that says what would be right.
    package init(words: [String]) throws(ControlRequest.Problem) {
        var rest = words[...]
        if rest.first == "--run" {
            guard rest.count > 2 else {
                throw ControlRequest.Problem(message: "--run takes a run and a command behind it")
            }
            run = rest.dropFirst().first
            rest = rest.dropFirst(2)
        } else {
            run = rest.first.map(ControlRequest.verbs.contains) == false ? rest.removeFirst() : nil
        }
        guard let verb = rest.popFirst(), ControlRequest.verbs.contains(verb) else {
            throw ControlRequest.Problem(message: "say what: \(ControlRequest.verbs.joined(separator: ", "))")
        }
        self.verb = verb
        request = try ControlRequest.request(verb, Array(rest))
    }
}
