import Glibc

/// Colours on a terminal, none in a pipe or where `NO_COLOR` is set.
struct Style: Sendable {
    var hasColour: Bool

    static let plain = Style(hasColour: false)

    init(hasColour: Bool) { self.hasColour = hasColour }

    init(for descriptor: Int32, environment: [String: String]) {
        let isDumb = environment["TERM"] == "dumb" || environment["TERM"] == nil
        hasColour = isatty(descriptor) == 1 && environment["NO_COLOR", default: ""].isEmpty && !isDumb
    }

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func cyan(_ text: String) -> String { wrap(text, "36") }

    /// The text without what this puts into it.
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
