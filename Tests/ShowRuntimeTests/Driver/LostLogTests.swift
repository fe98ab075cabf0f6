import Glibc
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// The log of a running show is deleted, renamed, emptied or replaced: it is noticed, nothing is sent meanwhile, and there is
/// a whole log again, from which a start goes on.
@Suite(.timeLimit(.minutes(10))) struct LostLogTests {
    private static let script = """
        - {id: a, at: 0, text: one}
        - {id: b, at: 1s, text: two}
        - {id: long, every: 100ms, from: 2s, times: 5, text: "{{ occurrence }}"}
        - {id: c, at: 60s, text: three}
        """

    private let folder = TemporaryFolder()

    private struct Playing {
        var show: LiveShow
        var path: String
        var timeline: Timeline
        var run: RunID
    }

    /// A show of which all but the last message was sent.
    private func play() async throws -> Playing {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0) })
        let timeline = try timeline(Self.script)
        let id = RunID(timeline: timeline.name, start: showStart)
        let path = folder.path("\(id).jsonl")
        let run = PreparedRun(
            id: id, timeline: timeline, log: try RunLogFile(path: path),
            header: RunHeader(
                time: showStart, run: id, mode: .live, appID: 1, host: "h", planned: 8, sha256: "", isResumed: false,
                version: "0"))
        try run.begin()
        await show.driver.play(run)
        await show.advance(.seconds(5))
        #expect(show.transport.texts.count == 7)
        #expect(!show.observer.words.contains { $0.hasPrefix("log lost") })
        return Playing(show: show, path: path, timeline: timeline, run: id)
    }

    /// Lets the loss be noticed and mended, then plays to the end.
    private func finish(_ playing: Playing, lost reason: String) async throws {
        let show = playing.show
        while !show.observer.words.contains("restored") {
            try Task.checkCancellation()
            await show.advance(.seconds(1))
            #expect(show.time.now.wall < showStart + .seconds(50))
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(show.observer.words.filter { $0.hasPrefix("log lost") } == ["log lost: \(reason)"])
        #expect(show.transport.texts.count == 7)
        let log = try LogReader.recover(playing.path, for: playing.timeline)
        #expect(log.recovery.finished == 7)
        #expect(log.recovery.end == nil)
        await show.advance(.seconds(60))
        await show.driver.waitUntilIdle()
        #expect(show.transport.texts.last == "three" && show.transport.texts.count == 8)
        let whole = try LogReader.recover(playing.path, for: playing.timeline)
        #expect(whole.recovery.end?.planned == 8)
        #expect(whole.recovery.end?.tally[.sent] == 8)
        #expect(whole.recovery.book.contradictions == [])
        var mode = stat()
        stat(playing.path, &mode)
        #expect(mode.st_mode & 0o7777 & ~0o640 == 0)
    }

    @Test func oneThatIsDeletedIsThereAgain() async throws {
        let playing = try await play()
        let before = TemporaryFolder.text(of: playing.path)
        unlink(playing.path)
        try await finish(playing, lost: "it was deleted")
        // Every line of it, not only what they add up to.
        #expect(TemporaryFolder.text(of: playing.path).hasPrefix(before))
        #expect(folder.names() == ["\(playing.run).jsonl"])
    }

    @Test func oneThatIsRenamedIsThereAgain() async throws {
        let playing = try await play()
        let before = TemporaryFolder.text(of: playing.path)
        rename(playing.path, folder.path("elsewhere"))
        try await finish(playing, lost: "it was renamed")
        #expect(TemporaryFolder.text(of: playing.path).hasPrefix(before))
        #expect(folder.text(of: "elsewhere") == before)
    }

    @Test func oneThatIsEmptiedIsWrittenFromWhatIsKnown() async throws {
        let playing = try await play()
        let length = TemporaryFolder.text(of: playing.path).utf8.count
        truncate(playing.path, 0)
        try await finish(playing, lost: "it was cut from \(length) bytes to 0")
        let story = TemporaryFolder.text(of: playing.path)
        #expect(story.hasPrefix("{\"event\":\"run\""))
        #expect(story.contains("\"occurrences\":[1,5]"))
        #expect(story.contains("\"action\":\"log_restored\""))
        #expect(folder.names() == ["\(playing.run).jsonl", "\(playing.run).jsonl.damaged-1"])
    }

    @Test func oneThatSomebodyElseWroteIntoIsKeptAside() async throws {
        let playing = try await play()
        let before = TemporaryFolder.text(of: playing.path)
        folder.append("garbage\n", to: "\(playing.run).jsonl")
        try await finish(playing, lost: "somebody else wrote into it")
        #expect(folder.text(of: "\(playing.run).jsonl.damaged-1") == before + "garbage\n")
        #expect(!TemporaryFolder.text(of: playing.path).contains("garbage"))
    }

    @Test func anotherFileOfItsNameIsNotWrittenInto() async throws {
        let playing = try await play()
        let before = TemporaryFolder.text(of: playing.path)
        folder.write("somebody's\n", to: "other")
        rename(folder.path("other"), playing.path)
        try await finish(playing, lost: "another file has its name")
        #expect(TemporaryFolder.text(of: playing.path).hasPrefix(before))
        #expect(folder.text(of: "\(playing.run).jsonl.foreign-1") == "somebody's\n")
    }

    @Test func aFileThatAnotherProcessHoldsIsLeftToItAndNothingIsSent() async throws {
        let playing = try await play()
        folder.write("somebody's\n", to: "other")
        let held = try RunLogFile(path: folder.path("other"))
        rename(folder.path("other"), playing.path)
        let show = playing.show
        for _ in 0..<70 {
            await show.advance(.seconds(1))
            try await Task.sleep(for: .milliseconds(2))
        }
        #expect(show.transport.texts.count == 7)
        #expect(await show.driver.status.isBlocked)
        #expect(TemporaryFolder.text(of: playing.path) == "somebody's\n")
        withExtendedLifetime(held) {}
    }

    /// What was on its way when the log was lost, and what it came to while there was none.
    @Test func whatHappensMeanwhileIsInTheLogThatIsWrittenAgain() async throws {
        let show = LiveShow()
        let timeline = try timeline("- {id: a, at: 0, text: one}\n- {id: b, at: 10s, text: two}")
        let id = RunID(timeline: timeline.name, start: showStart)
        let path = folder.path("\(id).jsonl")
        let run = PreparedRun(
            id: id, timeline: timeline, log: try RunLogFile(path: path),
            header: RunHeader(
                time: showStart, run: id, mode: .live, appID: 1, host: "h", planned: 2, sha256: "", isResumed: false,
                version: "0"))
        try run.begin()
        await show.driver.play(run)
        try await show.transport.sent.reach(1)
        truncate(path, 0)
        while !show.observer.words.contains("restored") {
            try Task.checkCancellation()
            await show.advance(.milliseconds(500))
            try await Task.sleep(for: .milliseconds(10))
        }
        // A crash here would find an attempt without an answer.
        #expect(TemporaryFolder.text(of: path).contains("\"event\":\"attempt\""))
        show.transport.end("one")
        await show.advance(.seconds(20))
        try await show.transport.sent.reach(2)
        show.transport.end("two")
        await show.driver.waitUntilIdle()
        let whole = try LogReader.recover(path, for: timeline)
        #expect(whole.recovery.end?.tally[.sent] == 2)
    }
}
