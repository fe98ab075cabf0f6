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

    @Test func saysNothingAfterFiveHundredWords() {
        var suggestions = Suggestions(among: ["text"])
        for number in 0..<500 { #expect(suggestions.hint(for: "word\(number)") == "") }
        #expect(suggestions.hint(for: "tezt") == "")
        #expect(suggestions.hint(for: "word1") == "")
    }

    @Test func tellsWhereTheVeryWordIsAmongThem() {
        var suggestions = Suggestions(among: ["text", "text", "title"])
        #expect(suggestions.hint(for: "text") == ": other rooms or messages have it")
        #expect(suggestions.hint(for: "tezt") == ": did you mean \"text\"?")
        #expect(suggestions.hint(for: "nothing") == "")
    }
}
