package import Scheduling

/// A command as operators write it behind `tell`, and in a rehearsal: `hold`, `shift 2s`, `launch skip offer`.
package struct WrittenCommand: Sendable, Hashable {
    /// A run's id or its timeline's name, nil where none is named.
    package var run: String?
    package var verb: String
    package var argument: String?
    /// Nil for what changes nothing, or is about everything that is played: `status`, `next`, `panic`.
    package var command: Command?

    /// A value may have spaces.
    private static func mostWords(of verb: String) -> Int { verb == "set" ? .max : verb == "again" ? 3 : 2 }

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
        guard let verb = rest.first, ControlRequest.verbs.contains(verb), rest.count <= Self.mostWords(of: verb)
        else {
            throw ControlRequest.Problem(message: "say what: \(ControlRequest.verbs.joined(separator: ", "))")
        }
        self.verb = verb
        argument = rest.count > 1 ? rest.dropFirst().joined(separator: " ") : nil
        guard !ControlRequest.verbsOfAll.contains(verb) || argument == nil else {
            throw ControlRequest.Problem(message: "\(verb) takes nothing behind it")
        }
        if verb == "next" { _ = try ControlRequest.cueCount(argument) }
        command =
            verb == "next" || ControlRequest.verbsOfAll.contains(verb)
            ? nil : try ControlRequest.command(verb, argument: argument)
    }
}
