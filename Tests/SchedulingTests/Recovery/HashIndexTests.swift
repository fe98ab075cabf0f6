import Testing

@testable import Scheduling

struct HashIndexTests {
    @Test func findsEveryValueAndNoOther() {
        let values = (0..<5000).map { "message-\($0)" }
        var index = HashIndex()
        for (place, value) in values.enumerated() {
            #expect(index.place(value.hashValue) { values[$0] == value } == nil)
            index.insert(place, value.hashValue)
        }
        for (place, value) in values.enumerated() {
            #expect(index.place(value.hashValue) { values[$0] == value } == place)
        }
        #expect(index.place("another".hashValue) { values[$0] == "another" } == nil)
    }

    /// Hashes may be alike, also in all the bits that are kept of them.
    @Test(arguments: [0, -1, 7, Int.min]) func valuesOfOneHashAreToldApart(hash: Int) {
        var index = HashIndex()
        for place in 0..<100 { index.insert(place, hash) }
        for place in 0..<100 { #expect(index.place(hash) { $0 == place } == place) }
        #expect(index.place(hash) { _ in false } == nil)
        #expect(index.place(hash &+ 1) { _ in true } == nil)
    }
}
