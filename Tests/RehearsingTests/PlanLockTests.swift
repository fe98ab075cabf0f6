import MarkedYAML
import ShowTime
import Templates
import Testing
import Timelines

@testable import Showcaller

struct PlanLockTests {
    private let folder = TemporaryFolder()

    private static let script = """
        timeline: show
        start: 2026-11-20T20:00:00+08:00
        sender: {id: host}
        defaults: {rooms: [a]}
        vars: {price: 1999}
        messages:
          - {id: one, at: 0, text: "for {{ price }}"}
          - {id: two, at: 10s, text: 'at {{ due | strftime("%H:%M") }}'}
        """

    private func files(_ scripts: String..., price: Int? = nil) -> TimelineFiles {
        for (index, script) in scripts.enumerated() { folder.write(script, to: "\(index).yaml") }
        var options = LoadingOptions(assumedStart: showStart)
        if let price { options.overrides = [("price", Value(plain: String(price)))] }
        let files = TimelineFiles.load(scripts.indices.map { folder.path("\($0).yaml") }, options: options)
        #expect(files.areValid)
        return files
    }

    private func lock(
        _ files: TimelineFiles, start: RequestedStart = .asWritten, overrides: [String] = []
    ) -> PlanLock { PlanLock(files, start: start, overrides: overrides) }

    private func departures(
        _ lock: PlanLock, _ files: TimelineFiles, start: RequestedStart = .asWritten, overrides: [String] = []
    ) -> [String] { lock.departures(of: files, start: start, overrides: overrides) }

    @Test func whatWasLockedDoesNotDepart() throws {
        let files = files(Self.script)
        let lock = lock(files)
        #expect(departures(lock, files) == [])
        #expect(try PlanLock(text: lock.text) == lock)
        #expect(lock.text.hasPrefix("showcaller-lock 1\n"))
    }

    @Test func whatIsNotInThePlanMayBeEdited() {
        let lock = lock(files(Self.script))
        #expect(departures(lock, files("# a comment\n" + Self.script)) == [])
        #expect(departures(lock, files(Self.script.replacing("{id: one, at: 0,", with: "{at: 00:00, id: one,"))) == [])
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
        let lock = lock(files(Self.script))
        let found = departures(lock, files(Self.script.replacing(old, with: new)))
        #expect(found.contains { $0.contains(difference) }, "\(found)")
    }

    @Test func variablesOfTheCommandLineAreCovered() {
        let files = files(Self.script, price: 1699)
        #expect(departures(lock(files), files) == [])
        #expect(!departures(lock(files), self.files(Self.script)).isEmpty)
    }

    @Test func whereTextsHangOnAStartThatIsOpenTheScriptIsLocked() throws {
        let open = Self.script.replacing("start: 2026-11-20T20:00:00+08:00\n", with: "")
        let files = files(open)
        let lock = lock(files)
        #expect(lock.entries.map(\.start) == [.open])
        #expect(lock.entries.map(\.digest.isOfScript) == [true])
        // Any start will do, and no edit.
        for start in [RequestedStart.now, .asWritten, .at(.instant(showStart))] {
            #expect(departures(lock, files, start: start) == [])
        }
        let edited = departures(lock, self.files("# a comment\n" + open))
        #expect(edited.first?.contains("the script, what it includes or its variables were edited") == true)
        // A start that was given is as good as one that was written.
        let given = self.lock(files, start: .at(.instant(showStart)))
        #expect(given.entries.map(\.digest.isOfScript) == [false])
        #expect(departures(given, files, start: .at(.instant(showStart))) == [])
        #expect(departures(given, files, start: .now).count == 1)
    }

    @Test func whereTheyDoNotThePlanIs() {
        let open = Self.script.replacing("start: 2026-11-20T20:00:00+08:00\n", with: "")
            .replacing("'at {{ due | strftime(\"%H:%M\") }}'", with: "plain")
        let lock = lock(files(open))
        #expect(lock.entries.map(\.digest.isOfScript) == [false])
        #expect(departures(lock, files("# a comment\n" + open), start: .now) == [])
    }

    @Test func aCronStartIsPartOfThePlan() {
        let weekly = Self.script.replacing("2026-11-20T20:00:00+08:00", with: "{cron: \"0 20 * * FRI\"}")
        let lock = lock(files(weekly))
        #expect(lock.entries.map(\.start) == [.cron])
        #expect(departures(lock, files(weekly)) == [])
        #expect(departures(lock, files(weekly.replacing("FRI", with: "SAT"))).count == 1)
        #expect(departures(lock, files(weekly), start: .now).count == 1)
        #expect(departures(lock, files(Self.script)).first?.contains("starts by cron in the lock") == true)
    }

    @Test func aRepeatWithoutEndIsLockedBeyondItsFirstDay() {
        let endless = Self.script.replacing("at: 10s", with: "every: 1d")
        let lock = lock(files(endless))
        #expect(departures(lock, files(endless)) == [])
        #expect(departures(lock, files(endless.replacing("every: 1d", with: "every: 2d"))).count == 1)
    }

    @Test func everyTimelineOfTheLockIsPlayedAndNoOther() {
        let other = Self.script.replacing("timeline: show", with: "timeline: other")
        let both = lock(files(Self.script, other))
        #expect(both.entries.map(\.timeline) == ["other", "show"])
        #expect(departures(both, files(other, Self.script)) == [])
        #expect(departures(both, files(Self.script)) == ["other is in the lock and was not given"])
        #expect(departures(lock(files(Self.script)), files(Self.script, other)) == ["other is not in the lock"])
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
