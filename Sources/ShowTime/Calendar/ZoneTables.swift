import Glibc

/// The tables of time zones that the host has: those of Debian's `tzdata`, which every Linux has in the same place. Foundation's
/// own would make the program twice as large.
enum ZoneTables {
    private static let folder = "/usr/share/zoneinfo"
    /// Bytes. The largest of all zones has 4,000.
    private static let longestTable = 1 << 20

    /// Nil where there is no zone of that name.
    static func rules(named name: String) -> ZoneRules? {
        // Files of the same form with leap seconds, or without, lie in folders beside the continents.
        guard isName(name), !name.hasPrefix("right/"), !name.hasPrefix("posix/") else { return nil }
        return contents(of: name).flatMap { ZoneRules(tzif: $0) }
    }

    /// Whether it is words with slashes between them, none of which leads out of the folder.
    private static func isName(_ name: String) -> Bool {
        name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty
                && word.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                        true
                    default: false
                    }
                }
        }
    }

    /// Every name that there is, links included.
    static var names: [String] {
        guard let source = contents(of: "tzdata.zi") else { return [] }
        // `Z Asia/Shanghai 8:5:43 - LMT 1901`, `L Asia/Shanghai Asia/Chongqing`
        return source.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 3).map {
                String(decoding: $0, as: UTF8.self)
            }
            switch words.first {
            case "Z" where words.count > 1: return words[1]
            case "L" where words.count > 2: return words[2]
            default: return nil
            }
        }
    }

    private static func contents(of name: String) -> [UInt8]? {
        guard let file = fopen("\(folder)/\(name)", "re") else { return nil }
        defer { fclose(file) }
        let bytes = [UInt8](unsafeUninitializedCapacity: longestTable) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return ferror(file) == 0 ? bytes : nil
    }
}
