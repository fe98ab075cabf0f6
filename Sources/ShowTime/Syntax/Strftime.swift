/// A date format as Python's `datetime.strftime` reads it in the C locale, checked once and applied often.
///
/// Without `%Z`: the abbreviations that Python prints (`CST`, `CEST`) are not in Foundation's tables.
package struct Strftime: Sendable, Hashable {
    private enum Piece: Hashable {
        case literal([UInt8])
        case directive(UInt8)
    }
    private let pieces: [Piece]

    private static let directives = Array("YmdHMSfyjBbAaIpzFTDReuwx%".utf8)

    /// - Throws: ``TimeSyntaxError`` for a directive that is not among those supported.
    package init(_ format: String) throws(TimeSyntaxError) {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var scalars = format.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                literal.append(contentsOf: String(scalar).utf8)
                continue
            }
            guard let name = scalars.next() else {
                throw TimeSyntaxError("a date format ends with a single %: write %% for a percent sign")
            }
            guard name.isASCII, case let directive = UInt8(name.value), Self.directives.contains(directive) else {
                throw TimeSyntaxError(
                    "%\(name) is not a supported date directive: write %Y %m %d %H %M %S %f %y %j %B %b %A %a %I %p %z or %%"
                )
            }
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
            pieces.append(.directive(directive))
        }
        if !literal.isEmpty { pieces.append(.literal(literal)) }
        self.pieces = pieces
    }

    /// The fewest and the most bytes of a date.
    package var lengths: ClosedRange<Int> {
        pieces.reduce(0...0) { lengths, piece in
            let more =
                switch piece {
                case .literal(let bytes): bytes.count...bytes.count
                case .directive(let directive): Self.lengths(of: directive)
                }
            return lengths.lowerBound + more.lowerBound...lengths.upperBound + more.upperBound
        }
    }

    private static func lengths(of directive: UInt8) -> ClosedRange<Int> {
        switch directive {
        case UInt8(ascii: "A"): 6...9
        case UInt8(ascii: "B"): 3...9
        case UInt8(ascii: "z"): 5...7
        case UInt8(ascii: "F"): 10...10
        case UInt8(ascii: "T"), UInt8(ascii: "D"), UInt8(ascii: "x"): 8...8
        case UInt8(ascii: "f"): 6...6
        case UInt8(ascii: "R"): 5...5
        case UInt8(ascii: "Y"): 4...4
        case UInt8(ascii: "j"), UInt8(ascii: "b"), UInt8(ascii: "a"): 3...3
        case UInt8(ascii: "u"), UInt8(ascii: "w"), UInt8(ascii: "%"): 1...1
        default: 2...2
        }
    }

    package func format(_ instant: Instant, in zone: Zone, into text: inout [UInt8]) {
        let utcOffset = zone.utcOffset(at: instant)
        let civil = CivilDateTime(instant, utcOffset: utcOffset)
        for piece in pieces {
            switch piece {
            case .literal(let bytes): text.append(contentsOf: bytes)
            case .directive(UInt8(ascii: "z")): text.append(utcOffset: utcOffset)
            case .directive(let directive): text.append(directive, of: civil)
            }
        }
    }
}

extension Array where Element == UInt8 {
    fileprivate mutating func append(_ directive: UInt8, of civil: CivilDateTime) {
        switch directive {
        case UInt8(ascii: "Y"): append(decimal: civil.year, digits: 4)
        case UInt8(ascii: "y"): append(decimal: civil.year % 100, digits: 2)
        case UInt8(ascii: "m"): append(decimal: civil.month, digits: 2)
        case UInt8(ascii: "d"): append(decimal: civil.day, digits: 2)
        case UInt8(ascii: "e"): append(padded: civil.day)
        case UInt8(ascii: "j"): append(decimal: civil.dayOfYear, digits: 3)
        case UInt8(ascii: "H"): append(decimal: civil.hour, digits: 2)
        case UInt8(ascii: "I"): append(decimal: (civil.hour + 11) % 12 + 1, digits: 2)
        case UInt8(ascii: "M"): append(decimal: civil.minute, digits: 2)
        case UInt8(ascii: "S"): append(decimal: civil.second, digits: 2)
        case UInt8(ascii: "f"): append(decimal: civil.nanosecond / 1000, digits: 6)
        case UInt8(ascii: "p"): append(contentsOf: (civil.hour < 12 ? "AM" : "PM").utf8)
        case UInt8(ascii: "B"): append(contentsOf: monthNames[civil.month - 1].utf8)
        case UInt8(ascii: "b"): append(contentsOf: monthNames[civil.month - 1].utf8.prefix(3))
        case UInt8(ascii: "A"): append(contentsOf: dayNames[civil.weekday].utf8)
        case UInt8(ascii: "a"): append(contentsOf: dayNames[civil.weekday].utf8.prefix(3))
        case UInt8(ascii: "u"): append(decimal: (civil.weekday + 6) % 7 + 1)
        case UInt8(ascii: "w"): append(decimal: civil.weekday)
        case UInt8(ascii: "F"): append(joining: "Ymd", with: "-", of: civil)
        case UInt8(ascii: "T"): append(joining: "HMS", with: ":", of: civil)
        case UInt8(ascii: "R"): append(joining: "HM", with: ":", of: civil)
        case UInt8(ascii: "D"), UInt8(ascii: "x"): append(joining: "mdy", with: "/", of: civil)
        default: append(directive)
        }
    }

    private mutating func append(joining directives: String, with separator: Unicode.Scalar, of civil: CivilDateTime) {
        for (index, directive) in directives.utf8.enumerated() {
            if index > 0 { append(UInt8(ascii: separator)) }
            append(directive, of: civil)
        }
    }

    private mutating func append(padded day: Int) {
        if day < 10 { append(UInt8(ascii: " ")) }
        append(decimal: day)
    }

    /// Appends `+0800`, or `+08:00` with a separator. Seconds follow only where there are any, `+080543`, as in the local times
    /// before zones.
    package mutating func append(utcOffset: Int, separator: String = "") {
        append(utcOffset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let seconds = abs(utcOffset)
        append(decimal: seconds / 3600, digits: 2)
        append(contentsOf: separator.utf8)
        append(decimal: seconds / 60 % 60, digits: 2)
        if seconds % 60 != 0 {
            append(contentsOf: separator.utf8)
            append(decimal: seconds % 60, digits: 2)
        }
    }
}

private let monthNames = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]
private let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
