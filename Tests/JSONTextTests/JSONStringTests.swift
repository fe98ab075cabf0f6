import Foundation
import JSONText
import Testing

@Suite struct JSONStringTests {
    @Test(arguments: [
        (#""""#, ""),
        (#""a""#, "a"),
        (#""价格 😀""#, "价格 😀"),
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9\u4EF7\u4ef7""#, "Aé价价"),
        (#""\ud83d\ude00""#, "😀"),
        (#""\uD83D\uDE00 \uD83D\uDE01""#, "😀 😁"),
        (#""a\ud83d\ude00b""#, "a😀b"),
        (#""\u0000""#, "\0"),
        // A half of a pair is nothing: as in every decoder that repairs.
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ud83d\n\ude00""#, "\u{FFFD}\n\u{FFFD}"),
        ("\"\u{7F}\u{80}\u{2028}\"", "\u{7F}\u{80}\u{2028}"),
    ])
    func reads(json: String, text: String) throws {
        let read = try #require(JSONValue.only(json, \.text))
        #expect(Array(read.utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        #"""#, #""\""#, #""\x41""#, #""\u""#, #""\u12""#, #""\u123""#, #""\u12g4""#, #""\u+123""#, #""\U0041""#,
        #""\'""#, #""\0""#, "\"\n\"", "\"\t\"", "\"\0\"", "\"\u{1F}\"", "'a'", #""a" "b""#,
    ])
    func refusesWhatIsNoString(json: String) {
        #expect(JSONValue.only(json, \.text) == nil)
    }

    /// Strings are gone through several bytes at a time.
    @Test func anyByteIsSeenWhereverItStands() {
        for length in 1..<20 {
            for place in 0..<length {
                for byte in UInt8.min...UInt8.max {
                    var string = [UInt8](repeating: UInt8(ascii: "x"), count: length)
                    string[place] = byte
                    let isRefused = byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
                    let bytes = Array("{\"x\":\"".utf8) + string + Array("\"}".utf8)
                    guard (JSONValue.members(of: bytes) == nil) != isRefused else { continue }
                    Issue.record("byte \(byte) at \(place) of \(length)")
                }
            }
        }
    }

    @Test(arguments: [
        ("", #""""#),
        ("plain", #""plain""#),
        ("a\"b\\c/d", #""a\"b\\c/d""#),
        ("\n\t\r\u{8}\u{C}\0\u{1F}", #""\n\t\r\u0008\u000c\u0000\u001f""#),
        ("价格 😀\u{7F}\u{2028}", "\"价格 😀\u{7F}\u{2028}\""),
    ])
    func writes(text: String, json: String) {
        var bytes: [UInt8] = []
        bytes.append(json: text)
        #expect(String(decoding: bytes, as: UTF8.self) == json)
    }

    @Test func readsBackWhatItWrites() {
        var generator = SeededGenerator(seed: 1)
        var mistakes: [String] = []
        for _ in 0..<5000 {
            let text = generator.awkwardText()
            var bytes = Array("{\"x\":".utf8)
            bytes.append(json: text)
            bytes.append(UInt8(ascii: "}"))
            guard case .string(let read) = JSONValue.members(of: bytes)?.first?.value,
                Array(read.utf8) == Array(text.utf8)
            else {
                mistakes.append(text)
                continue
            }
        }
        #expect(mistakes.isEmpty)
    }

    @Test func whatItWritesOthersRead() throws {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<500 {
            let text = generator.awkwardText()
            var bytes = Array("[".utf8)
            bytes.append(json: text)
            bytes.append(UInt8(ascii: "]"))
            let read = try JSONDecoder().decode([String].self, from: Data(bytes))
            #expect(Array(read[0].utf8) == Array(text.utf8))
        }
    }

    @Test func readsWhatOthersWrite() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let text = generator.awkwardText()
            let bytes = try [UInt8](JSONEncoder().encode(["x": text]))
            guard case .string(let read) = JSONValue.members(of: bytes)?.first?.value else {
                Issue.record("not read: \(text.debugDescription)")
                continue
            }
            #expect(Array(read.utf8) == Array(text.utf8))
        }
    }

    @Test(arguments: [0, 1, -1, 9, 10, -10, 100, 123_456_789, .max, .min])
    func writesIntegers(number: Int) {
        var bytes: [UInt8] = []
        bytes.append(json: number)
        #expect(String(decoding: bytes, as: UTF8.self) == String(number))
    }

    @Test func writesBooleans() {
        var bytes: [UInt8] = []
        bytes.append(json: true)
        bytes.append(literal: ",")
        bytes.append(json: false)
        #expect(String(decoding: bytes, as: UTF8.self) == "true,false")
    }
}
