import JSONText
import Testing

@Suite struct JSONObjectTests {
    @Test func givesMembersInTheirOrder() throws {
        let text = """
             { "a" : "text", "b":-1.5e+3 ,"c":true,"d" : false,"e":null, "f":{"g":[1,{"h":2}]},\t"i":[ ] , "":{} ,
            "a":0}\r\n
            """
        let members = try #require(JSONValue.members(of: text))
        #expect(members.map(\.key) == ["a", "b", "c", "d", "e", "f", "i", "", "a"])
        #expect(
            members.map(\.value) == [
                .string("text"), .number("-1.5e+3"), .bool(true), .bool(false), .null,
                .object(#"{"g":[1,{"h":2}]}"#), .array("[ ]"), .object("{}"), .number("0"),
            ])
    }

    @Test func anEmptyObjectHasNoMembers() {
        #expect(JSONValue.members(of: "{}")?.isEmpty == true)
        #expect(JSONValue.members(of: " {\n} ")?.isEmpty == true)
    }

    @Test(arguments: [
        "", " ", "{", "}", "[]", "1", "\"a\"", "null", "{}{}", "{} x", "x{}", "{,}", #"{"a"}"#, #"{"a":}"#,
        #"{"a":1,}"#,
        #"{"a" 1}"#, #"{a:1}"#, #"{'a':1}"#, #"{"a":1 "b":2}"#, #"{"a":1;"b":2}"#, #"{"a":[1,]}"#, #"{"a":[,1]}"#,
        #"{"a":[1}"#, #"{"a":{]}"#, #"{1:2}"#, "{\"a\":1}\0", "\u{FEFF}{}", #"{"a":tru}"#, #"{"a":True}"#,
        #"{"a":nulll}"#, #"{"a":NaN}"#, #"{"a":undefined}"#, #"{"a":1}}"#, #"{"a"::1}"#, #"/**/{}"#,
    ])
    func refusesWhatIsNotOneObject(text: String) {
        #expect(JSONValue.members(of: text) == nil)
    }

    @Test(arguments: [
        "0", "-0", "1", "10", "-1", "0.5", "-0.5", "1.0", "1e5", "1E5", "1e+5", "1e-5", "1.5e10", "0e0",
        "123456789012345678901234567890",
    ])
    func takesNumbers(text: String) {
        #expect(JSONValue.only(text) { JSONValue($0) } == .number(text))
    }

    @Test(arguments: [
        "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1e", "1e+", "e5", "0x10", "1_000", "1.5.5", "--1", "1e5.5",
        "Infinity", "-Infinity", "１",
    ])
    func refusesWhatIsNoNumber(text: String) {
        #expect(JSONValue.only(text) { JSONValue($0) } == nil)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("7", 7), ("-42", -42), ("999999999999999999", 999_999_999_999_999_999),
        ("-999999999999999999", -999_999_999_999_999_999),
    ])
    func readsIntegers(text: String, integer: Int) {
        #expect(JSONValue.only(text, \.integer) == integer)
    }

    @Test(arguments: [
        "1.0", "1e3", "1000000000000000000", "-9223372036854775808", "\"1\"", "true", "null", "[1]", "{}",
    ])
    func hasNoIntegerForAnythingElse(text: String) {
        #expect(JSONValue.only(text, \.integer) == nil)
    }

    @Test func hasTextAndBooleansOnlyWhereTheyAre() {
        #expect(JSONValue.only("\"a\"", \.text) == "a")
        #expect(JSONValue.only("1", \.text) == nil)
        #expect(JSONValue.only("null", \.text) == nil)
        #expect(JSONValue.only("true", \.bool) == true)
        #expect(JSONValue.only("\"true\"", \.bool) == nil)
        #expect(JSONValue.only("1", \.bool) == nil)
    }

    @Test(arguments: [
        ("[]", []), ("[ ]", []), ("[1]", [1]), ("[1,-2,3]", [1, -2, 3]), ("[ 1 ,\t2\n, 3\r]", [1, 2, 3]),
    ])
    func readsArraysOfIntegers(text: String, integers: [Int]) {
        #expect(JSONValue.only(text, Self.integers) == integers)
    }

    @Test(arguments: ["[1.5]", "[\"1\"]", "[null]", "[1,[2]]", "[{}]", "[1,1e3]", "[99999999999999999999]"])
    func refusesArraysOfAnythingElse(text: String) {
        #expect(JSONValue.only(text, Self.integers) == nil)
    }

    private static func integers(_ value: JSONObject.Value) -> [Int]? {
        guard case .array(let bytes) = value else { return nil }
        return JSONObject.integers(ofArray: bytes)
    }

    @Test func givesElementsInTheirOrder() {
        func elements(_ text: String) -> [JSONValue]? {
            var elements: [JSONValue] = []
            let isArray = Array(text.utf8).withUnsafeBufferPointer { bytes in
                JSONObject.readArray(bytes) { elements.append(JSONValue($0)) }
            }
            return isArray ? elements : nil
        }
        #expect(
            elements(#" [1, "a" ,null,[2],{"b":3}] "#) == [
                .number("1"), .string("a"), .null, .array("[2]"), .object(#"{"b":3}"#),
            ])
        #expect(elements("[]") == [])
        for text in ["", "[", "[1", "[1,]", "[,1]", "[1 2]", "[1]]", "{}", "1"] { #expect(elements(text) == nil) }
    }

    @Test func refusesEveryTruncation() {
        let sample = Array(
            #"{"event":"result","text":"a\"\\\u00e9\ud83d\ude00é😀","n":[-1.5e+3,0,true,false,null,{"x":{}}],"z":12}"#
                .utf8)
        #expect(JSONValue.members(of: sample) != nil)
        let accepted = sample.indices.filter { JSONValue.members(of: Array(sample[..<$0])) != nil }
        #expect(accepted.isEmpty)
    }

    @Test func goesSixtyFourLevelsDeep() {
        let inner = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        #expect(JSONValue.members(of: "{\"a\":\(inner)}")?.count == 1)
        #expect(JSONValue.members(of: "{\"a\":[\(inner)]}") == nil)
        let objects = String(repeating: "{\"a\":", count: 63) + "{}" + String(repeating: "}", count: 63)
        #expect(JSONValue.members(of: objects)?.count == 1)
        #expect(JSONValue.members(of: "{\"a\":\(objects)}") == nil)
    }

    @Test(arguments: ["[", "{\"a\":", "{", "\"\\\"", "[[],"])
    func refusesWhatNeverEnds(piece: String) {
        #expect(JSONValue.members(of: "{\"a\":" + String(repeating: piece, count: 200_000)) == nil)
    }
}
