import Templates

/// The placeholder for the value of an input while nobody has given one: as many bytes as the longest value may have, of
/// characters that nobody writes, so that it is found again in whatever a template makes of it.
///
/// These are private-use characters of Unicode, which have no upper or lower case. For an input of at most 1, 2 or 5 bytes, the
/// placeholder has 3, 3 or 6 bytes.
enum InputPlaceholder {
    /// The first of the characters of four bytes, at the end of the last plane, and the first of those of three bytes.
    private static let wide: UInt32 = 0x10FE00
    private static let narrow: UInt32 = 0xF800

    /// - Parameter index: the index of the input among those of its timeline.
    static func text(ofInput index: Int, max: Int) -> String {
        // 3 × narrow + 4 × wide are `max` bytes.
        let narrowCount = (4 - max % 4) % 4
        let wideCount = Swift.max(0, (max - 3 * narrowCount) / 4)
        guard max >= 3 * narrowCount else { return character(narrow, index, count: (max + 2) / 3) }
        return character(wide, index, count: wideCount) + character(narrow, index, count: narrowCount)
    }

    private static func character(_ base: UInt32, _ index: Int, count: Int) -> String {
        guard let scalar = Unicode.Scalar(base + UInt32(index)) else { return "" }
        return String(repeating: Character(scalar), count: count)
    }

    /// The index of the input that a character stands for; nil for any other.
    static func input(of scalar: Unicode.Scalar) -> Int? {
        let most = UInt32(TimelineInput.most)
        for base in [wide, narrow] where (base..<base + most).contains(scalar.value) { return Int(scalar.value - base) }
        return nil
    }
}

extension Timeline {
    /// The placeholder for the value of an input; see ``shown(_:)``.
    package func placeholder(of input: TimelineInput) -> String {
        inputs.firstIndex(of: input).map { InputPlaceholder.text(ofInput: $0, max: input.max) } ?? ""
    }

    /// Returns a text as it is shown to people: with `‹winner›` in place of a value that nobody has given yet.
    package func shown(_ content: String) -> String {
        guard !inputs.isEmpty, content.unicodeScalars.contains(where: { InputPlaceholder.input(of: $0) != nil }) else {
            return content
        }
        var shown = ""
        /// The input that the characters just before stand for, and the number of these characters.
        var run: (input: Int, count: Int)?
        func end() {
            guard let (input, count) = run else { return }
            let whole = InputPlaceholder.text(ofInput: input, max: inputs[input].max).unicodeScalars.count
            for _ in 0..<max(1, (count + whole - 1) / whole) { shown += "‹\(inputs[input].name)›" }
            run = nil
        }
        for scalar in content.unicodeScalars {
            let input = InputPlaceholder.input(of: scalar).flatMap { $0 < inputs.count ? $0 : nil }
            if input != run?.input { end() }
            if let input {
                run = (input, (run?.count ?? 0) + 1)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        end()
        return shown
    }
}
