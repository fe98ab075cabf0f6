import Timelines

/// A line of a screen: pieces of text, each with its look, that can be cut to a width.
struct ScreenLine {
    /// How a piece looks. Nothing is said by colour alone.
    enum Look {
        case plain, bold, dim, good, warning, alarm
    }

    private var pieces: [(text: String, look: Look)] = []
    private(set) var width = 0

    init() {}

    init(_ text: String, _ look: Look = .plain) { add(text, look) }

    var isEmpty: Bool { pieces.isEmpty }

    mutating func add(_ text: String, _ look: Look = .plain) {
        pieces.append((text, look))
        width += text.displayWidth
    }

    mutating func add(_ line: ScreenLine) {
        pieces += line.pieces
        width += line.width
    }

    /// Fills the line up with spaces.
    mutating func pad(to column: Int) {
        if width < column { add(String(repeating: " ", count: column - width)) }
    }

    /// Cuts the line to a number of columns. `…` shows that there is more.
    func cut(to columns: Int) -> ScreenLine {
        guard width > columns else { return self }
        var line = ScreenLine()
        var left = columns
        for piece in pieces where left > 0 {
            let size = piece.text.displayWidth
            guard size >= left else {
                line.add(piece.text, piece.look)
                left -= size
                continue
            }
            // The `…` needs a column.
            line.add(shortened(piece.text + " …", to: left), piece.look)
            left = 0
        }
        return line
    }

    func text(_ columns: Int, _ style: Style) -> String {
        cut(to: columns).pieces.map { $0.look.painted($0.text, style) }.joined()
    }
}

extension ScreenLine.Look {
    fileprivate func painted(_ text: String, _ style: Style) -> String {
        switch self {
        case .plain: text
        case .bold: style.bold(text)
        case .dim: style.dim(text)
        case .good: style.green(text)
        case .warning: style.yellow(text)
        case .alarm: style.red(text)
        }
    }
}
