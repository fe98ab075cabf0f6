import Scheduling
import Testing
import Timelines

@testable import ZegoAPI

struct SignedCallTests {
    /// What a server that reads forms makes of it: `+` is a space, `%XX` a byte, and once is enough.
    private func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("", ""), ("abcXYZ019", "abcXYZ019"), ("-._~", "-._~"), (" ", "+"), ("+", "%2B"), ("&", "%26"), ("=", "%3D"),
        ("#", "%23"), ("%", "%25"), ("%20", "%2520"), ("%2B", "%252B"), ("\"", "%22"), ("'", "%27"),
        ("/?:@", "%2F%3F%3A%40"),
        ("!$()*,;", "%21%24%28%29%2A%2C%3B"), ("[]{}|\\^`<>", "%5B%5D%7B%7D%7C%5C%5E%60%3C%3E"), ("\n", "%0A"),
        ("\t", "%09"), ("\r\n", "%0D%0A"), ("\u{0}", "%00"), ("\u{7F}", "%7F"), ("é", "%C3%A9"), ("中", "%E4%B8%AD"),
        ("👋", "%F0%9F%91%8B"), ("\u{FEFF}", "%EF%BB%BF"),
    ])
    func isFormStyle(text: String, expected: String) {
        #expect(FormEncoding.encode(text) == expected)
        #expect(FormEncoding.encode(text, space: .percent20) == expected.replacing("+", with: "%20"))
    }

    @Test func everyScalarOfABlockComesBack() {
        // All of ASCII and Latin, some Chinese, and the ends of each length of UTF-8.
        let scalars =
            Array(0...0x2FF) + Array(0x4E00...0x4E80) + [0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF]
        for number in scalars {
            let text = String(Unicode.Scalar(UInt32(number))!)
            let written = FormEncoding.encode(text)
            #expect(decoded(written) == text)
            #expect(written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"&=#\"".utf8.contains($0) })
        }
    }

    @Test(arguments: [
        "20% off + free & more = #1", "“quotes” \"and\" 'these'", "👨‍👩‍👧‍👦🇨🇳 emoji", "第一行\n第二行\t制表", " both ends ",
        "a+b c%20d", "?x=1&MessageContent=another#fragment", "\\u0041 %41 &#65;",
    ])
    func aCallCarriesItsContent(content: String) throws {
        let account = try account("https://rtc-api.zego.im")
        let signature = Signature(appID: 12345, secret: account.secret, nonce: 1, timestamp: 2)
        let sender = Sender(id: "h&o=s+t", name: "中 文")
        let attempt = attempt(content, room: "a#b%c", sender: sender)
        let call = SignedCall(attempt, account: account, nonce: 1, timestamp: 2)
        #expect(call.url == "https://rtc-api.zego.im/?" + call.query)
        let parameters = call.query.split(separator: "&").map { part in
            let equals = part.firstIndex(of: "=") ?? part.endIndex
            return [String(part[..<equals]), decoded(part[equals...].dropFirst())]
        }
        #expect(
            parameters == [
                ["Action", "SendBarrageMessage"], ["AppId", "12345"], ["SignatureNonce", "0000000000000001"],
                ["Timestamp", "2"], ["Signature", signature.signature], ["SignatureVersion", "2.0"],
                ["RoomId", "a#b%c"], ["UserId", "h&o=s+t"], ["UserName", "中 文"], ["MessageCategory", "1"],
                ["MessageContent", content],
            ])
    }

    private func query(isTest: Bool?) throws -> String {
        let account = try account("https://rtc-api.zego.im", isTest: isTest)
        return SignedCall(attempt(), account: account, nonce: 1, timestamp: 2).query
    }

    @Test(arguments: [(Bool?.none, String?.none), (true, "IsTest=true"), (false, "IsTest=false")])
    func isTestIsWrittenWhereItIsSaid(isTest: Bool?, expected: String?) throws {
        let parameters = try query(isTest: isTest).split(separator: "&")
        #expect(parameters.first { $0.hasPrefix("IsTest") }.map(String.init) == expected)
    }

    @Test func aNameThatIsNotGivenIsNotWritten() throws {
        #expect(try !query(isTest: nil).contains("UserName"))
    }

    @Test func anAnswerIsReadWithoutTheSignedCall() throws {
        let account = try account("https://rtc-api.zego.im")
        let call = SignedCall(attempt(), account: account, nonce: 1, timestamp: 2)
        let end = call.end(status: 200, body: Array(#"{"Code":3,"Message":"bad: \#(call.query)"}"#.utf8))
        #expect(end == AttemptEnd(.refused, code: 3, reason: "(left out: it repeats the signed call)"))
    }
}
