import Testing

@testable import Scheduling

struct PlaceTableTests {
    @Test func findsEveryValueAndNoOther() {
        let values = (0..<5000).map { "message-\($0)" }
        var table = PlaceTable()
        for (place, value) in values.enumerated() {
            #expect(table.place(value.hashValue) { values[$0] == value } == nil)
            table.insert(place, value.hashValue)
        }
        for (place, value) in values.enumerated() {
            #expect(table.place(value.hashValue) { values[$0] == value } == place)
        }
        #expect(table.place("another".hashValue) { values[$0] == "another" } == nil)
    }

    /// Hashes may be alike, also in all the bits that are kept of them.
    @Test(arguments: [0, -1, 7, Int.min]) func valuesOfOneHashAreToldApart(hash: Int) {
        var table = PlaceTable()
        for place in 0..<100 { table.insert(place, hash) }
        for place in 0..<100 { #expect(table.place(hash) { $0 == place } == place) }
        #expect(table.place(hash) { _ in false } == nil)
        #expect(table.place(hash &+ 1) { _ in true } == nil)
    }
}
