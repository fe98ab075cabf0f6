import CLibYAML

extension YAMLComposer {
    /// Limits the number of directives, because libyaml compares each `%TAG` line with all before it.
    func checkDirectives() throws(YAMLProblem) {
        var place = source.byteOrderMarkLength
        var count = 0
        while place < source.bytes.count {
            let line = source.lineRange(aroundByte: place)
            let text = source.bytes[line]
            // Directives stand before everything else, so the search ends at the first line of content.
            guard let first = text.first else {
                place = line.upperBound + 1
                continue
            }
            guard first == UInt8(ascii: "%") || first == UInt8(ascii: "#") || text.allSatisfy(\.isYAMLSpace) else {
                return
            }
            count += first == UInt8(ascii: "%") ? 1 : 0
            if count > limits.directives {
                throw YAMLProblem(.limit, "more than \(limits.directives) lines that begin with %", at: line)
            }
            place = line.upperBound + 1
        }
    }

    /// Explains the error at which libyaml stopped.
    mutating func syntaxProblem(of parser: yaml_parser_t, in input: UnsafeBufferPointer<UInt8>) -> YAMLProblem {
        let problem = parser.problem.map { String(cString: $0) } ?? "this is not YAML"
        switch parser.error {
        case YAML_READER_ERROR:
            if problem.contains("control characters") {
                let offset = min(parser.problem_offset + source.byteOrderMarkLength, max(input.count - 1, 0))
                return YAMLProblem(
                    .encoding, "a control character stands here: remove it, or write it in double quotes as \\x..",
                    at: offset..<offset + 1)
            }
            // libyaml points at the middle of the invalid bytes, or behind them.
            let invalid = source.firstInvalidUTF8 ?? input.count..<input.count
            return YAMLProblem(.encoding, "this is not UTF-8 text: save the file as UTF-8", at: invalid)
        case YAML_MEMORY_ERROR:
            return .noMemory
        default:
            // An unclosed quote or bracket is reported where it opens, not at the end of the file.
            let isEndless = problem.contains("unexpected end of stream") && parser.context != nil
            let mark = isEndless ? parser.context_mark : parser.problem_mark
            let offset = offsets.byte(ofCharacter: mark.index, in: input)
            let context = parser.context.map { String(cString: $0) + ": " } ?? ""
            return YAMLProblem(.syntax, context + problem + Self.hint(for: problem), at: offset..<offset)
        }
    }

    /// Names the most common cause, for those of libyaml's messages that do not.
    private static func hint(for problem: String) -> String {
        if problem.contains("mapping values are not allowed") {
            return " (a text with \": \" in it needs quotes around it)"
        }
        if problem.contains("cannot start any token") {
            return " (indent with spaces, and put quotes around a text that begins with %, @ or `)"
        }
        if problem.contains("did not find expected key") || problem.contains("did not find expected '-' indicator") {
            return " (check the indentation, and that quotes are closed)"
        }
        return ""
    }
}
