import Timelines

/// A workflow command, which GitHub shows at the lines of a change:
/// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
struct WorkflowCommand {
    /// `error`, `warning`
    var name: String
    var properties: KeyValuePairs<String, String?> = [:]
    var message: String

    /// One line, whatever the texts are.
    var line: String {
        let given = properties.compactMap { name, value in
            value.map { "\(name)=\(Self.escaped($0, [",", ":"]))" }
        }
        return "::\(name) \(given.joined(separator: ","))::\(Self.escaped(message))"
    }

    private static func escaped(_ text: String, _ more: [Unicode.Scalar] = []) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            if ["%", "\r", "\n"].contains(scalar) || more.contains(scalar) {
                escaped += "%" + String(scalar.codePoint.suffix(2))
            } else if scalar.isInvisible {
                escaped += scalar.madeVisible
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
