package import Scheduling

/// A command as operators write it behind `tell`, and in a rehearsal: `hold`, `shift 2s`, `launch skip offer`.
package struct WrittenCommand: Sendable, Hashable {
    /// A run's id or its timeline's name, nil where none is named.
    package var run: String?
    package var verb: String
    package var argument: String?
    /// Nil for `status`, which asks and changes nothing.
    package var command: Command?

    /// - Throws: a problem that says what would be right.
    package init(words: [String]) throws(ControlRequest.Problem) {
        var rest = words[...]
        run = rest.first.map(ControlRequest.verbs.contains) == false ? rest.removeFirst() : nil
        guard let verb = rest.first, ControlRequest.verbs.contains(verb), rest.count <= 2 else {
            throw ControlRequest.Problem(message: "say what: \(ControlRequest.verbs.joined(separator: ", "))")
        }
        self.verb = verb
        argument = rest.dropFirst().first
        command = verb == "status" ? nil : try ControlRequest.command(verb, argument: argument)
    }
}
