import Glibc
import HostSystem

/// Colours on a terminal, none in a pipe or where `NO_COLOR` is set.
struct Style: Sendable {
    var hasColour: Bool

    static let plain = Style(hasColour: false)
    static let output = Style(hasColour: isTerminal(STDOUT_FILENO) && !refusesColour)
    static let error = Style(hasColour: isTerminal(STDERR_FILENO) && !refusesColour)

    /// https://no-color.org
    private static let refusesColour = !(EnvironmentVariable.value("NO_COLOR") ?? "").isEmpty

    /// Whether a stream goes to a terminal that can do more than print lines.
    static func isTerminal(_ descriptor: Int32) -> Bool {
        let kind = EnvironmentVariable.value("TERM") ?? "dumb"
        return isatty(descriptor) == 1 && kind != "dumb"
    }

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func cyan(_ text: String) -> String { wrap(text, "36") }

    /// The text without the escape sequences that a style puts into it.
    static func stripped(_ text: String) -> String {
        var shown = ""
        var isEscape = false
        for character in text {
            if character == "\u{1B}" { isEscape = true }
            if !isEscape { shown.append(character) }
            if isEscape, character == "m" { isEscape = false }
        }
        return shown
    }

    private func wrap(_ text: String, _ code: String) -> String {
        hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
