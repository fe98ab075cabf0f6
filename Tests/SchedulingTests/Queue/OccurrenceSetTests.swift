import TestSupport
import Testing
import Timelines

@testable import Scheduling

@Suite struct OccurrenceSetTests {
    @Test func oneAfterTheOtherIsOneRange() {
        var set = OccurrenceSet()
        for occurrence in 1...1000 { #expect(set.insert(occurrence...occurrence) == 1) }
        #expect(set.ranges == [1...1000])
        #expect(set.firstGap(from: 1) == 1001)
    }

    @Test func rangesThatTouchBecomeOne() {
        var set = OccurrenceSet()
        set.insert(1...3)
        set.insert(7...9)
        #expect(set.ranges == [1...3, 7...9])
        #expect(set.gaps(in: 1...12) == [4...6, 10...12])
        #expect(set.insert(4...6) == 3)
        #expect(set.ranges == [1...9])
        #expect(set.gaps(in: 1...9) == [])
    }

    @Test func whatIsThereAlreadyIsNotNew() {
        var set = OccurrenceSet()
        set.insert(5...10)
        #expect(set.insert(7...8) == 0)
        #expect(set.insert(1...20) == 14)
        #expect(set.ranges == [1...20])
    }

    @Test func theFirstGapIsTheFirstThatIsMissing() {
        var set = OccurrenceSet()
        #expect(set.firstGap(from: 1) == 1)
        set.insert(2...5)
        #expect(set.firstGap(from: 1) == 1)
        set.insert(1...1)
        #expect(set.firstGap(from: 1) == 6)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func agreesWithASetOfNumbers(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var set = OccurrenceSet()
        var numbers: Set<Int> = []
        for _ in 0..<60 {
            let first = Int.random(in: 1...80, using: &generator)
            let range = first...(first + Int.random(in: 0...(seed % 2 == 0 ? 2 : 12), using: &generator))
            let added = set.insert(range)
            #expect(added == range.count { numbers.insert($0).inserted }, "seed \(seed)")
            #expect(set.count == numbers.count, "seed \(seed)")
            #expect(set.firstGap(from: 1) == (1...).first { !numbers.contains($0) }, "seed \(seed)")
        }
        for number in 1...100 { #expect(set.contains(number) == numbers.contains(number), "seed \(seed)") }
        let missing = (1...100).filter { !numbers.contains($0) }
        #expect(set.gaps(in: 1...100).flatMap { Array($0) } == missing, "seed \(seed)")
        for (left, right) in zip(set.ranges, set.ranges.dropFirst()) {
            #expect(left.upperBound + 1 < right.lowerBound, "seed \(seed)")
        }
    }
}

@Suite struct LedgerTests {
    private let timeline = TestTimeline.timeline(
        """
        - {id: a, at: 0s, rooms: all, text: x}
        - {id: r, every: 1s, from: 0s, times: 10, rooms: both, text: x}
        - {id: b, at: 0s, rooms: both, text: x}
        """)

    private func insert(_ ledger: inout Ledger, _ message: Int, _ position: Int, _ occurrences: ClosedRange<Int>) {
        ledger.insert(
            occurrences, message: message, position: position,
            planned: TimelineVersion(timeline: timeline).numbers(ofMessage: message))
    }

    @Test func eachDeliveryIsCountedOnce() {
        var ledger = Ledger(timeline)
        for _ in 1...3 {
            insert(&ledger, 0, 1, 1...1)
            insert(&ledger, 1, 0, 2...4)
            insert(&ledger, 1, 1, 4...5)
            insert(&ledger, 2, 0, 1...1)
        }
        #expect(ledger.count == 7)
        for (message, position, occurrence, isEnded) in [
            (0, 0, 1, false), (0, 1, 1, true), (0, 2, 1, false), (1, 0, 1, false), (1, 0, 3, true), (1, 1, 3, false),
            (1, 1, 5, true), (2, 0, 1, true), (2, 1, 1, false),
        ] {
            #expect(ledger.contains(message: message, position: position, occurrence: occurrence) == isEnded)
        }
    }

    @Test func whatTheScheduleDoesNotHaveIsNotCounted() {
        var ledger = Ledger(timeline)
        insert(&ledger, 0, 0, 2...5)
        insert(&ledger, 1, 0, 9...5000)
        insert(&ledger, 1, 1, 11...20)
        #expect(ledger.count == 2)
    }

    @Test func aRepeatIsOpenWhereAnyOfItsRoomsIs() {
        var ledger = Ledger(timeline)
        insert(&ledger, 1, 0, 1...8)
        #expect(ledger.firstOpen(message: 1, rooms: 2, from: 1) == 1)
        insert(&ledger, 1, 1, 1...5)
        #expect(ledger.firstOpen(message: 1, rooms: 2, from: 1) == 6)
    }
}
