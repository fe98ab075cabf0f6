import ShowTime
import TestSupport
import Testing

@testable import Scheduling

/// Of a repeat with `late: send` only the newest late occurrence is sent: what it takes the place of is missed then, and not
/// when its turn would come.
@Suite struct SupersedingTests {
    private static let ticks = "- {id: a, every: 10s, times: 4, late: send, max_late: 2s, text: x}"

    private static func missed(_ show: TestShow) -> [String] { show.lines(with: "superseded") }

    @Test func aMissIsRecordedWhenItBecomesOne() {
        var show = TestShow(Self.ticks)
        // The network is dead from the first on.
        show.otherwise = .notSent
        show.play(until: "35s")
        let times = ["12.000", "22.000", "32.000"]
        #expect(Self.missed(show) == zip(times, 1...).map { "\($0) a#\($1)@1 missed: superseded" })
        show.otherwise = .accepted
        show.play(until: "1m")
        #expect(show.results(of: "a#4@1").last == "sent")
    }

    /// Also where nothing of it ever left the queue.
    @Test func inARoomThatIsFull() {
        var show = TestShow(
            "- {id: a, every: 1s, times: 4, late: send, max_late: 500ms, text: x}\n- {id: b, at: -500ms, text: x}",
            roomRate: 0.1)
        show.play(until: "20s")
        #expect(show.departures == ["-0.500 > b#1@1", "9.795 > a#4@1"])
        #expect(Self.missed(show).count == 3)
        #expect(zip(Self.missed(show), ["1.500 ", "2.500 ", "3.500 "]).allSatisfy { $0.hasPrefix($1) })
    }

    @Test func nobodyTakesThePlaceThatNobodyWants() {
        var show = TestShow(
            "- {id: a, every: 10s, times: 4, when: occurrence != 2, late: send, max_late: 2s, text: x}")
        show.otherwise = .notSent
        show.play(until: "35s")
        #expect(Self.missed(show) == ["22.000 a#1@1 missed: superseded", "32.000 a#3@1 missed: superseded"])
    }

    /// Behind a hold nothing is late, and nothing takes the place of another.
    @Test func whatLiesBehindAHoldDoesNot() {
        var show = TestShow(
            """
            - {id: a, every: 10s, times: 3, late: send, max_late: 2s, text: x}
            - {id: h, at: 5s, hold: true, rooms: r2, text: x}
            """)
        show.answers["a#1@1"] = [.transient.after("9s"), .transient, .transient, .throttledApp]
        show.otherwise = .notSent
        show.play(until: "30s")
        #expect(Self.missed(show) == [])
        show.otherwise = .accepted
        show.play(until: "40s")
        #expect(show.results(of: "a#1@1").last == "sent")
    }

    /// The time of a hold does not count, and a shift moves all of it.
    @Test func holdsAndShiftsMoveIt() {
        var show = TestShow(Self.ticks)
        show.otherwise = .notSent
        show.play(until: "11s")
        show.perform(.hold)
        show.play(until: "1m")
        #expect(Self.missed(show) == [])
        show.perform(.go)
        show.play(until: "62s")
        #expect(Self.missed(show).count == 1)
        #expect(Self.missed(show).allSatisfy { $0.hasPrefix("61.00") })
    }

    /// What was tried keeps its due time, a shift moves the others: a newer one that is too late takes its place all the same.
    @Test func aNewerOneThatAShiftMakesTooLate() {
        var show = TestShow(Self.ticks)
        show.otherwise = .notSent
        show.play(until: "1s")
        show.perform(.shift("-12500ms"))
        show.play(until: "1200ms")
        #expect(Self.missed(show) == ["1.000 a#1@1 missed: superseded"])
    }
}
