import Testing

@testable import Scheduling

struct EndingsTests {
    private func ending(
        _ occurrences: ClosedRange<Int>, _ outcome: Outcome, isInParts: Bool = false
    ) -> RunBook.Ending {
        RunBook.Ending(occurrences: occurrences, outcome: outcome, isInParts: isInParts)
    }

    @Test func whatEndsAlikeAndInARowIsOneEnding() {
        var endings = RunBook.Endings()
        #expect(endings.isEmpty)
        for occurrence in 1...3 { endings.appendOrExtend(ending(occurrence...occurrence, .sent)) }
        #expect(endings.map(\.occurrences) == [1...3])
        endings.appendOrExtend(ending(4...4, .missed))
        endings.appendOrExtend(ending(5...9, .missed))
        endings.appendOrExtend(ending(11...11, .missed))
        endings.appendOrExtend(ending(12...12, .missed, isInParts: true))
        endings.appendOrExtend(ending(13...13, .missed))
        #expect(endings.map(\.occurrences) == [1...3, 4...9, 11...11, 12...12, 13...13])
        #expect(endings.map(\.outcome) == [.sent] + Array(repeating: .missed, count: 4))
    }

    @Test func findsTheFirstThatEndsAtAnOccurrenceOrLater() {
        let endings = RunBook.Endings([ending(2...3, .sent), ending(5...5, .missed), ending(8...9, .sent)])
        #expect((1...10).map { endings.firstIndex(endingFrom: $0) } == [0, 0, 0, 1, 1, 2, 2, 2, 2, 3])
        #expect(RunBook.Endings().firstIndex(endingFrom: 1) == 0)
    }
}
