import ShowTime

/// The reason why a text is not a fault: one sentence that says what would be right.
package struct FaultSyntaxError: Error, Hashable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
}

extension Fault {
    /// Reads `KIND[:ROOM][@FROM[..TO]][=SHARE]`, e.g. `206@30s..40s=0.2`, `104:124`, `hang=0.01`.
    ///
    /// A RoomId may itself contain `@`, `=` and dots, so the text is split from the right: the share follows the last
    /// `=`, the time follows the last `@` before that. Where either begins like a number it must be right, so that a
    /// slip is never taken for a room; else it belongs to the room. A room that ends like a time or a
    /// share is written with the part after it: `206:team@5s@0s`, `206:a=1=1`.
    package init(_ text: some StringProtocol) throws(FaultSyntaxError) {
        let text = String(text)
        let kindEnd = text.firstIndex { $0 == ":" || $0 == "@" || $0 == "=" } ?? text.endIndex
        self.init(try Kind(written: text[..<kindEnd], in: text))
        var rest = text[kindEnd...]
        let hasRoom = rest.first == ":"
        if hasRoom { rest.removeFirst() }

        if let (before, share) = rest.splitAtLast("="), !hasRoom || share.mayBeNumber {
            self.share = try Self.share(share, in: text)
            rest = before
        }
        if let (before, time) = rest.splitAtLast("@"), !hasRoom || time.mayBeNumber || time.contains("..") {
            (from, to) = try Self.times(time, in: text)
            rest = before
        }
        if hasRoom {
            guard !rest.isEmpty else { throw FaultSyntaxError("\"\(text)\" names no room: write \(kind):ROOM") }
            guard Identifier.isLegal(rest), rest.utf8.count <= Identifier.roomID.maximumLength else {
                throw FaultSyntaxError(
                    "\"\(text)\": no RoomId reads \"\(rest)\": it has letters, digits and signs but no :, / or space,"
                        + " and at most \(Identifier.roomID.maximumLength) bytes")
            }
            room = String(rest)
        } else if !rest.isEmpty {
            throw FaultSyntaxError("\"\(text)\" has a second @: write \(kind)@FROM..TO")
        }
        if kind == .refuse, room != nil || share != 1 {
            throw FaultSyntaxError("\"\(text)\": a server that refuses does so for everyone: write refuse@FROM..TO")
        }
    }

    private static func share(_ share: Substring, in text: String) throws(FaultSyntaxError) -> Double {
        guard !share.contains("@") else {
            throw FaultSyntaxError("\"\(text)\": the share comes last: write KIND:ROOM@FROM..TO=SHARE")
        }
        guard share.utf8.allSatisfy({ $0 == UInt8(ascii: ".") || (48...57).contains($0) }), let value = Double(share),
            value > 0, value <= 1
        else {
            throw FaultSyntaxError(
                "\"\(text)\": \"\(share)\" is not a share: write a number above 0 and up to 1, such as 0.2")
        }
        return value
    }

    private static func times(
        _ times: Substring, in text: String
    ) throws(FaultSyntaxError) -> (from: Interval, to: Interval?) {
        guard let dots = times.firstRange(of: "..") else { return (try time(times, in: text), nil) }
        let from = try time(times[..<dots.lowerBound], in: text)
        let to = try time(times[dots.upperBound...], in: text)
        guard from < to else {
            throw FaultSyntaxError("\"\(text)\" ends before it begins: write the earlier time first, such as 30s..40s")
        }
        return (from, to)
    }

    private static func time(_ time: Substring, in text: String) throws(FaultSyntaxError) -> Interval {
        do {
            return try Interval(offset: time)
        } catch {
            throw FaultSyntaxError("\"\(text)\": \(error.message)")
        }
    }
}

extension Fault.Kind: CustomStringConvertible {
    private static let words: [Self: String] = [
        .hang: "hang", .reset: "reset", .refuse: "refuse", .slow: "slow", .garbage: "garbage", .http500: "http500",
    ]

    /// The word of the grammar.
    package var description: String {
        if case .code(let code) = self { code.description } else { Self.words[self] ?? "" }
    }

    fileprivate init(written word: Substring, in text: String) throws(FaultSyntaxError) {
        if let kind = Self.words.first(where: { $0.value == word })?.key {
            self = kind
        } else if word.isAllDigits, let code = Int32(word), code > 0 {
            self = .code(ReturnCode(rawValue: Int(code)))
        } else {
            throw FaultSyntaxError(
                "\"\(text)\" does not begin with a kind of fault: write hang, reset, refuse, slow, garbage, http500"
                    + " or a return code other than 0")
        }
    }
}

extension Substring {
    fileprivate func splitAtLast(_ mark: Character) -> (before: Substring, after: Substring)? {
        lastIndex(of: mark).map { (self[..<$0], self[index(after: $0)...]) }
    }

    /// Whether the text is empty or begins as a number does, and so most likely was meant to be one.
    fileprivate var mayBeNumber: Bool {
        let unsigned = drop { $0 == "+" || $0 == "-" || $0 == "." }
        return isEmpty || unsigned.utf8.first.map { (48...57).contains($0) } ?? false
    }
}
