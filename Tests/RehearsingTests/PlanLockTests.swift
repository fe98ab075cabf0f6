import MarkedYAML
import ShowTime
import Templates
import TestSupport
import Testing
import Timelines

@testable import Rehearsing

struct PlanLockTests {
    private static let timeline = """
        timeline: show
        start: 2026-11-20T20:00:00+08:00
        sender: {id: host}
        defaults: {rooms: [a]}
        vars: {price: 1999}
        messages:
          - {id: one, at: 0, text: "for {{ price }}"}
          - {id: two, at: 10s, text: 'at {{ due | strftime("%H:%M") }}'}
        """

    private func sources(_ timelines: String..., price: Int? = nil) -> [PlanLock.Source] {
        timelines.map { text in
            var options = LoadingOptions(assumedStart: showStart)
            if let price { options.overrides = [("price", Value(plain: String(price)))] }
            let source = SourceText(name: "show.yaml", bytes: Array(text.utf8))
            let files = TimelineDigest.hexadecimal(of: [source], overrides: price.map { ["price=\($0)"] } ?? [])
            return (TimelineLoader.load(source, options: options).timeline!, files)
        }
    }

    private func lock(_ sources: [PlanLock.Source], start: RequestedStart = .asWritten) -> PlanLock {
        PlanLock(sources, start: start)
    }

    private func departures(
        _ lock: PlanLock, _ sources: [PlanLock.Source], start: RequestedStart = .asWritten
    ) -> [String] { lock.departures(of: sources, start: start) }

    @Test func whatIsDeclaredOfInputsIsLocked() throws {
        func timeline(_ input: String) -> String {
            Self.timeline.replacing("vars:", with: "inputs: {winner: {\(input)}}\nvars:")
                .replacing("for {{ price }}", with: "{{ winner }} for {{ price }}")
        }
        let lock = lock(sources(timeline("max: 60")))
        #expect(departures(lock, sources(timeline("max: 60"))) == [])
        for other in ["max: 61", "max: 60, default: nobody", "max: 60, prompt: Who?"] {
            #expect(departures(lock, sources(timeline(other))).first?.hasSuffix("other texts") == true)
        }
    }

    @Test func whatWasLockedDoesNotDepart() throws {
        let sources = self.sources(Self.timeline)
        let lock = lock(sources)
        #expect(departures(lock, sources) == [])
        #expect(try PlanLock(text: lock.text) == lock)
        #expect(lock.text.hasPrefix("showcaller-lock 1\n"))
    }

    @Test func whatIsNotInThePlanMayBeEdited() {
        let lock = lock(sources(Self.timeline))
        #expect(departures(lock, sources("# a comment\n" + Self.timeline)) == [])
        #expect(
            departures(lock, sources(Self.timeline.replacing("{id: one, at: 0,", with: "{at: 00:00, id: one,"))) == [])
    }

    @Test(arguments: [
        ("at: 10s", "at: 11s", "other times"), ("for {{", "only for {{", "other texts"),
        ("price: 1999", "price: 1998", "other texts"), ("id: host", "id: hast", "other senders"),
        ("{rooms: [a]}", "{rooms: [a], category: chat}", "other senders, categories"),
        ("{rooms: [a]}", "{rooms: [a], max_late: 31s}", "policies"), ("{rooms: [a]}", "{rooms: [b]}", "rooms"),
        ("{rooms: [a]}", "{rooms: [a, b]}", "2 deliveries then, 4 now"), ("id: two", "id: too", "ids"),
        ("at: 10s", "at: 10s, hold: true", "other times"), ("timeline: show", "timeline: shaw", "not in the lock"),
        ("20:00:00", "20:00:01", "starts at 2026-11-20T12:00:00.000Z in the lock, now at 2026-11-20T12:00:01.000Z"),
    ])
    func whatIsPlannedMayNot(old: String, new: String, difference: String) throws {
        let lock = lock(sources(Self.timeline))
        let found = departures(lock, sources(Self.timeline.replacing(old, with: new)))
        #expect(found.contains { $0.contains(difference) }, "\(found)")
    }

    @Test func variablesOfTheCommandLineAreCovered() {
        let sources = self.sources(Self.timeline, price: 1699)
        #expect(departures(lock(sources), sources) == [])
        #expect(!departures(lock(sources), self.sources(Self.timeline)).isEmpty)
    }

    @Test func whereTextsDependOnAStartThatIsOpenTheTimelineIsLocked() throws {
        let open = Self.timeline.replacing("start: 2026-11-20T20:00:00+08:00\n", with: "")
        let sources = self.sources(open)
        let lock = lock(sources)
        #expect(lock.entries.map(\.start) == [.open])
        #expect(lock.entries.map(\.digest.isOfTimeline) == [true])
        // Any start will do, and no edit.
        for start in [RequestedStart.now, .asWritten, .at(.instant(showStart))] {
            #expect(departures(lock, sources, start: start) == [])
        }
        let edited = departures(lock, self.sources("# a comment\n" + open))
        #expect(edited.first?.contains("the timeline, what it includes or its variables were edited") == true)
        // A start that was given is as good as one that was written.
        let given = self.lock(sources, start: .at(.instant(showStart)))
        #expect(given.entries.map(\.digest.isOfTimeline) == [false])
        #expect(departures(given, sources, start: .at(.instant(showStart))) == [])
        #expect(departures(given, sources, start: .now).count == 1)
    }

    @Test func whereTheyDoNotThePlanIs() {
        let open = Self.timeline.replacing("start: 2026-11-20T20:00:00+08:00\n", with: "")
            .replacing("'at {{ due | strftime(\"%H:%M\") }}'", with: "plain")
        let lock = lock(sources(open))
        #expect(lock.entries.map(\.digest.isOfTimeline) == [false])
        #expect(departures(lock, sources("# a comment\n" + open), start: .now) == [])
    }

    @Test func aCronStartIsPartOfThePlan() {
        let weekly = Self.timeline.replacing("2026-11-20T20:00:00+08:00", with: "{cron: \"0 20 * * FRI\"}")
        let lock = lock(sources(weekly))
        #expect(lock.entries.map(\.start) == [.cron])
        #expect(departures(lock, sources(weekly)) == [])
        #expect(departures(lock, sources(weekly.replacing("FRI", with: "SAT"))).count == 1)
        #expect(departures(lock, sources(weekly), start: .now).count == 1)
        #expect(departures(lock, sources(Self.timeline)).first?.contains("starts by cron in the lock") == true)
    }

    @Test func aRepeatWithoutEndIsLockedBeyondItsFirstDay() {
        let endless = Self.timeline.replacing("at: 10s", with: "every: 1d")
        let lock = lock(sources(endless))
        #expect(departures(lock, sources(endless)) == [])
        #expect(departures(lock, sources(endless.replacing("every: 1d", with: "every: 2d"))).count == 1)
    }

    @Test func everyTimelineOfTheLockIsPlayedAndNoOther() {
        let other = Self.timeline.replacing("timeline: show", with: "timeline: other")
        let both = lock(sources(Self.timeline, other))
        #expect(both.entries.map(\.timeline) == ["other", "show"])
        #expect(departures(both, sources(other, Self.timeline)) == [])
        #expect(departures(both, sources(Self.timeline)) == ["other is in the lock and was not given"])
        #expect(departures(lock(sources(Self.timeline)), sources(Self.timeline, other)) == ["other is not in the lock"])
    }

    @Test(arguments: [
        "", "something else", "showcaller-lock 2\n", "showcaller-lock 1\nshow\n",
        "showcaller-lock 1\nshow start=soon deliveries=1 hash=plan plan=0 times=0 texts=0 settings=0\n",
        "showcaller-lock 1\nshow start=open deliveries=x hash=plan plan=0 times=0 texts=0 settings=0\n",
        "showcaller-lock 1\nshow start=open deliveries=1 hash=other plan=0 times=0 texts=0 settings=0\n",
    ])
    func whatIsNoLockIsRefused(text: String) {
        #expect(throws: PlanLock.Unreadable.self) { try PlanLock(text: text) }
    }
}
