import Testing

@testable import Timelines

@Suite struct SuggestionTests {
    private static let names = ["text", "title", "timezone", "rooms", "room", "max_late", "价格", "stage", "stage-zh"]

    @Test(arguments: [
        ("tezt", "text"), ("txet", "text"), ("tex", "text"), ("texts", "text"), ("TEXT", "text"), ("titel", "title"),
        ("time_zone", "timezone"), ("timezon", "timezone"), ("roms", "rooms"), ("maxlate", "max_late"),
        ("max-late", "max_late"), ("价钱", "价格"), ("stge", "stage"), ("stage_zh", "stage-zh"),
    ])
    func findsASlip(word: String, meant: String) {
        #expect(Suggestion.nearest(to: word, among: Self.names) == meant)
    }

    @Test(arguments: ["", "soundtrack", "x", "tt", "colour", "timezonetimezone"])
    func findsNothingWhereNothingIsNear(word: String) {
        #expect(Suggestion.nearest(to: word, among: Self.names) == nil)
    }

    @Test func ofTwoThatAreAsNearTheFirstByNameIsTaken() {
        #expect(Suggestion.nearest(to: "roomz", among: ["rooms", "rooma"]) == "rooma")
        #expect(Suggestion.nearest(to: "room", among: ["rooms", "room"]) == "room")
    }

    @Test func doesNotCompareTextsOfAnyLength() {
        let long = String(repeating: "x", count: 100_000)
        #expect(Suggestion.nearest(to: long + "y", among: [long]) == nil)
        #expect(Suggestion.nearest(to: "xxxx", among: [long]) == nil)
    }

    /// A show waits for the answer to a command, and a file can have a hundred thousand names of either kind.
    @Test func looksNoFurtherThanItsStepsReach() {
        let names = (0..<20_000).map { "m\($0)" + String(repeating: "x", count: 50) }
        var steps = 500_000
        #expect(
            Suggestion.nearest(to: "n1" + String(repeating: "x", count: 50), among: names, within: &steps) == "m1"
                + String(repeating: "x", count: 50))
        // No more than one comparison behind its end.
        #expect((-64 * 64...0).contains(steps))
        var none = 0
        #expect(Suggestion.nearest(to: "tezt", among: ["text"], within: &none) == nil)
    }

    @Test func saysNothingMoreWhereThereAreTooMany() {
        let long = String(repeating: "x", count: 50)
        var suggestions = Suggestions(among: (0..<2000).map { "a\($0)\(long)" })
        let hints = (0..<100).map { suggestions.hint(for: "b\($0)\(long)") }
        #expect(hints.first == ": did you mean \"a0\(long)\"?")
        #expect(hints.last == "")
        // What was said once is said again, and what is there costs nothing.
        #expect(suggestions.hint(for: "b0\(long)") == hints[0])
        #expect(suggestions.hint(for: "a7\(long)") == ": other rooms or messages have it")
    }

    @Test func tellsWhereTheVeryWordIsAmongThem() {
        var suggestions = Suggestions(among: ["text", "text", "title"])
        #expect(suggestions.hint(for: "text") == ": other rooms or messages have it")
        #expect(suggestions.hint(for: "tezt") == ": did you mean \"text\"?")
        #expect(suggestions.hint(for: "nothing") == "")
    }
}
