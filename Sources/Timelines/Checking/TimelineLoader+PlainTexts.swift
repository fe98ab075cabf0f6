import MarkedYAML
import Templates

/// Warnings about texts without quotes that YAML reads otherwise than they look.
extension TimelineLoader {
    /// - Parameter isMessage: whether it is the text of a message, to which hardly anybody adds a comment on the same line.
    mutating func warnOfPlainText(_ node: YAMLNode, isMessage: Bool = false) {
        guard node.kind == .scalar, node.isPlain, node.range == node.contentRange else { return }
        warnOfComment(behind: node, isMessage: isMessage)
        let (isNull, strayQuote) = node.withUTF8 { bytes in
            let isNull =
                bytes.elementsEqual("~".utf8) || bytes.count == 4 && bytes.map { $0 | 0x20 } == Array("null".utf8)
            let last = bytes.last ?? 0
            let isQuote = last == UInt8(ascii: "\"") || last == UInt8(ascii: "'")
            return (isNull, isQuote && !bytes.count { $0 == last }.isMultiple(of: 2))
        }
        if isNull {
            warn(
                .nullText,
                "this is the text \"\(node.text)\", not nothing: leave the key out, or put quotes around it where the word is meant",
                at: node.range)
        }
        if strayQuote {
            let place = node.range.upperBound - 1
            warn(
                .strayQuote,
                "a quote ends this text and none begins it, so that it is shown: write one in front as well, or quotes around all of it",
                at: place..<place + 1)
        }
    }

    /// Warns of a value of `vars` that is a text and is cut off by a comment.
    mutating func warnOfPlainValue(_ node: YAMLNode) {
        guard node.kind == .scalar, node.isPlain, case .string = Value(node) else { return }
        warnOfComment(behind: node, isMessage: false)
    }

    /// Warns of `Winner number #7`, whose end YAML takes for a comment. Text behind `# ` counts as a real comment, unless the `#`
    /// stands one space behind the text of a message.
    private mutating func warnOfComment(behind node: YAMLNode, isMessage: Bool) {
        let bytes = source.bytes
        let end = node.range.upperBound
        // Reads no further than the comment: a line may be long and hold many texts.
        let sign = bytes[end...].firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        guard let sign, sign > end, !node.isEmpty, bytes[sign] == UInt8(ascii: "#") else { return }
        let line = source.lineRange(aroundByte: sign)
        let next = sign + 1 < line.upperBound ? bytes[sign + 1] : UInt8(ascii: " ")
        let isHashtag = !" \t#".utf8.contains(next)
        guard isHashtag || isMessage && sign == end + 1 && next != UInt8(ascii: "#") else { return }
        warn(
            .cutText,
            "the text ends before the #, which begins a comment: put quotes around all of it, or, where a comment is meant, around what is in front of the #",
            at: sign..<line.upperBound)
    }

    mutating func warnOfBraces(_ braces: Range<Int>, in node: YAMLNode) {
        let shown = node.withUTF8 { String(decoding: $0[braces], as: UTF8.self) }
        let name = shown.filter { !"{}｛｝$ ".contains($0) }
        let meant =
            name.isTemplateName ? "{{ \(name) }} shows the value of a variable" : "a variable stands between {{ and }}"
        warn(
            .leftOverBraces,
            "the audience sees \"\(shown.prefix(40))\": \(meant), and {% raw %}\(shown.prefix(40)){% endraw %} is for braces that are meant",
            at: node.sourceRange(ofText: braces))
    }

    /// Warns of words like `no` in variables that conditions test.
    mutating func warnOfFlagWords() {
        guard !declared.flagWords.isEmpty else { return }
        let asked = templates.askedNames()
        for (symbol, word) in declared.flagWords {
            let name = templates.name(of: symbol)
            guard asked.symbols.contains(symbol) || asked.members.contains(name) else { continue }
            diagnostics.append(word.diagnostic(ofVariable: name))
        }
    }

    /// The variables of the timeline that its texts and conditions name.
    var variableNames: VariableNames {
        var names = VariableNames()
        names.used = Set((mentions ?? templates.mentions()).symbols.map { templates.name(of: $0) })
        names.asked = Set(templates.askedNames().symbols.map { templates.name(of: $0) })
        names.inputs = Set(inputs.map(\.name))
        return names
    }
}
