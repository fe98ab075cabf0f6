import Testing

@testable import ZegoSimulator

@Suite struct QueryDecodingTests {
    @Test(arguments: [
        ("a=b+c", "b c"), ("a=b%20c", "b c"), ("a=b%2Bc", "b+c"), ("a=%E6%AC%A2%e8%bf%8e", "欢迎"), ("a=", ""),
        ("a", ""), ("a=b=c", "b=c"), ("a=1&a=2", "1"), ("&&a=x&", "x"), ("%61=x", "x"), ("a=%2526", "%26"),
        ("a=%26%3D%23%25", "&=#%"), ("a=~!@$()*',;:/?", "~!@$()*',;:/?"), ("a=é", "é"), ("a=%00", "\0"),
    ])
    func reads(text: String, value: String) {
        let query = Query(decoding: text)
        #expect(query["a"] == value)
        #expect(query.isWellFormed)
    }

    @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%4g", "%=a", "a=%ff", "a=%E6%AC", "a=%C0%80", "a=%ED%A0%80"])
    func findsBrokenEscapesAndBytes(text: String) {
        #expect(!Query(decoding: text).isWellFormed)
    }

    @Test func keepsTheOrderAndTheRepeated() {
        let query = Query(decoding: "b=1&RoomId%5B%5D=x&a=2&RoomId[]=y+z")
        #expect(query.parameters.map(\.name) == ["b", "RoomId[]", "a", "RoomId[]"])
        #expect(query.values(of: "RoomId[]") == ["x", "y z"])
        #expect(query["c"] == nil)
        #expect(Query(decoding: "").parameters.isEmpty)
    }

    @Test func readsBackWhatWasEncoded() {
        var caller = Caller()
        let query = caller.message("1 + 1 = 2 & 100 %? #欢迎\n🎉", room: "~!@#$%^&*()_+=-`;’,.<>\\")
        #expect(Query(decoding: query.formEncoded) == query)
    }
}
