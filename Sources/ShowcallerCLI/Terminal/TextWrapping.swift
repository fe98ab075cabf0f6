import Glibc
import HostSystem
import Timelines

/// The columns of the terminal that standard output goes to; nil in a pipe, where nothing is ever wrapped or cut.
func terminalWidth() -> Int? {
    guard isatty(STDOUT_FILENO) == 1 else { return nil }
    if let columns = EnvironmentVariable.value("COLUMNS").flatMap({ Int($0) }), columns > 0 { return columns }
    return StandardStreams.columns(of: STDOUT_FILENO)
}

/// Breaks a text into lines of at most `width` columns: at spaces and after wide characters where there are any, otherwise
/// between any two characters, but never inside one. Every character is in one of the lines, spaces at the breaks included.
///
/// - Precondition: `width` is at least 2, so that every character has room.
func wrapped(_ text: String, width: Int) -> [String] {
    if text.displayWidth <= width { return [text] }
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    /// The index after the last place at which the line may be broken, and the width up to there.
    var breaking: (index: String.Index, width: Int)?
    for character in text {
        let size = String(character).displayWidth
        // A space at the end of a line may stand beyond the width.
        if lineWidth + size > width, character != " " {
            if let place = breaking {
                lines.append(String(line[..<place.index]))
                line = String(line[place.index...])
                lineWidth -= place.width
            } else {
                lines.append(line)
                line = ""
                lineWidth = 0
            }
            breaking = nil
        }
        line.append(character)
        lineWidth += size
        if character == " " || size == 2 { breaking = (line.endIndex, lineWidth) }
    }
    lines.append(line)
    return lines
}

/// A text cut to `width` columns, with `…` at its end where it is longer.
func shortened(_ text: String, to width: Int) -> String {
    guard text.displayWidth > width else { return text }
    var shown = ""
    var left = width - 1
    for character in text {
        left -= String(character).displayWidth
        guard left >= 0 else { break }
        shown.append(character)
    }
    return shown + "…"
}
