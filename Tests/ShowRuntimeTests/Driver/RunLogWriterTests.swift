import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Scheduling
@testable import ShowRuntime

struct RunLogWriterTests {
    private let store = MemoryStore()
    private let run = RunID(timeline: "show", start: showStart)

    private func attempt(_ message: String) -> Record {
        .attempt(
            AttemptRecord(
                time: showStart, run: run, messageID: message, occurrence: 1, number: 1, roomID: "a", category: .chat,
                due: showStart, content: "text"))
    }

    private func control(_ action: ControlRecord.Action) -> Record {
        .control(ControlRecord(time: showStart, run: run, action: action))
    }

    @Test func writesInOneGoAndInOrder() throws {
        var writer = RunLogWriter(store)
        #expect(try !writer.write())
        writer.add(control(.hold))
        writer.add(attempt("a"))
        writer.add(control(.cancel))
        #expect(store.story == [])
        #expect(try writer.write())
        #expect(store.story == ["hold", "attempt a#1@a", "cancel"])
        #expect(try !writer.write())
        #expect(store.story.count == 3)
    }

    @Test func ofWhatCouldNotBeWrittenAllButAttemptsIsKept() throws {
        var writer = RunLogWriter(store)
        store.isFull = true
        writer.add(control(.hold))
        writer.add(attempt("a"))
        writer.add(control(.cancel))
        writer.add(attempt("b"))
        #expect(throws: LogError.self) { try writer.write() }
        writer.add(attempt("c"))
        writer.add(control(.reload(ReloadRecord())))
        #expect(throws: LogError.self) { try writer.write() }
        store.isFull = false
        writer.add(attempt("d"))
        #expect(try writer.write())
        #expect(store.story == ["hold", "cancel", "reload", "attempt d#1@a"])
    }

    @Test func attemptsAloneLeaveNothingBehind() throws {
        var writer = RunLogWriter(store)
        store.isFull = true
        writer.add(attempt("a"))
        #expect(throws: LogError.self) { try writer.write() }
        // Nothing to write: that shows nothing of whether it could be.
        #expect(try !writer.write())
        store.isFull = false
        writer.add(attempt("a"))
        #expect(try writer.write())
        #expect(store.story == ["attempt a#1@a"])
    }

    @Test func aDiskThatFillsUpBetweenOldAndNewWritesNothingTwice() throws {
        var writer = RunLogWriter(store)
        store.isFull = true
        writer.add(control(.hold))
        #expect(throws: LogError.self) { try writer.write() }
        store.isFull = false
        store.fill(after: 1)
        writer.add(control(.cancel))
        writer.add(attempt("a"))
        #expect(throws: LogError.self) { try writer.write() }
        #expect(store.story == ["hold"])
        store.isFull = false
        #expect(try writer.write())
        #expect(store.story == ["hold", "cancel"])
    }

    @Test func eachRecordKnowsItsRun() {
        #expect(attempt("a").run == run)
        #expect(control(.hold).run == run)
        #expect(Record.end(EndRecord(time: showStart, run: run, planned: 0, tally: Tally())).run == run)
    }
}
