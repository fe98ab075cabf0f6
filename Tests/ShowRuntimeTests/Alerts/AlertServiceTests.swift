import ControlAPI
import Foundation
import HostSystem
import Scheduling
import ServiceLifecycle
import ShowTime
import Synchronization
import TestSupport
import Testing

@testable import ShowRuntime

/// Commands for alerts are real ones, run by the shell.
@Suite(.timeLimit(.minutes(10))) struct AlertServiceTests {
    private let folder = TemporaryFolder()
    private let reports = Reports()

    private final class Reports: Sendable {
        private let all = Mutex<[String]>([])
        func add(_ text: String) { all.withLock { $0.append(text) } }
        var texts: [String] { all.withLock { $0 } }
    }

    private func runner(_ line: String, patience: Duration = .seconds(60)) -> AlertRunner {
        AlertRunner(
            ShellCommand(line, environment: ["PATH=/usr/bin:/bin", "OUT=\(folder.path("out"))"]), patience: patience
        ) { [reports] in reports.add($0) }
    }

    private var written: String { (try? String(contentsOfFile: folder.path("out"), encoding: .utf8)) ?? "" }

    @Test func theCommandIsGivenTheObjectAndNothingElse() async {
        let runner = runner("cat >> \"$OUT\"; env | grep -c . >> \"$OUT\"; ls /proc/self/fd | wc -w >> \"$OUT\"")
        runner.run(Array("{\"alert\":\"小明\"}\n".utf8))
        await runner.finish()
        // Its environment is what it was given and what a shell adds; of our files it has none: those of ls are four.
        let lines = written.split(separator: "\n")
        #expect(lines.first == "{\"alert\":\"小明\"}" && lines.last == "4", "\(written)")
        #expect(reports.texts == [])
    }

    @Test func aCommandThatDoesNotReadOrDoesNotExistHarmsNothing() async {
        let none = runner("exit 0")
        for _ in 0..<20 { none.run([UInt8](repeating: 0x20, count: 4000)) }
        await none.finish()
        #expect(reports.texts == [])
        let missing = runner("/nowhere/at/all")
        missing.run([])
        await missing.finish()
        let failing = runner("kill -9 $$")
        failing.run([])
        await failing.finish()
        #expect(
            reports.texts == [
                "the command for an alert ended with status 127", "the command for an alert was ended by signal 9",
            ])
    }

    @Test func aCommandThatHangsIsEndedWithAllThatItBegan() async {
        let runner = runner(
            "(sleep 1000; echo late >> \"$OUT\") & sleep 1000; echo late >> \"$OUT\"", patience: .milliseconds(300))
        for _ in 0..<3 { runner.run([]) }
        await runner.finish()
        #expect(
            reports.texts == Array(repeating: "the command for an alert took more than 0 s and was ended", count: 3))
        #expect(written == "")
    }

    @Test func fewRunAtOnceAndNotAllWait() async {
        let runner = runner("echo begun >> \"$OUT\"; while [ -e \"$OUT\" ]; do sleep 0.01; done")
        for _ in 0..<AlertRunner.mostWaiting + 5 { runner.run([]) }
        #expect(reports.texts.count == 5)
        while written.split(separator: "\n").count < AlertRunner.mostAtOnce { await Task.yield() }
        #expect(written.split(separator: "\n").count == AlertRunner.mostAtOnce)
        let stopping = Task {
            while !Task.isCancelled {
                try? FileManager.default.removeItem(atPath: folder.path("out")); await Task.yield()
            }
        }
        await runner.finish()
        stopping.cancel()
        #expect(reports.texts.count == 5)
    }

    @Test func theEndOfTheShowIsStillSaidWhenTheProcessEnds() async throws {
        let status = Mutex(StatusAnswer(now: showStart))
        let (looks, looked) = AsyncStream.makeStream(of: Void.self)
        let alerts = Mutex<[String]>([])
        let finished = Mutex(false)
        let service = AlertService(
            look: {
                looked.yield()
                return status.withLock { $0 }
            }, alert: { alert in alerts.withLock { $0.append(alert.alarm.kind.rawValue) } },
            finish: { finished.withLock { $0 = true } }, pause: .milliseconds(1))
        let group = ServiceGroup(configuration: .init(services: [service], logger: .silent))
        let running = Task { try await group.run() }
        var seen = looks.makeAsyncIterator()
        for _ in 0..<3 { await seen.next() }
        status.withLock { $0.network.isHeld = true }
        for _ in 0..<3 { await seen.next() }
        #expect(alerts.withLock { $0 } == ["network"])
        status.withLock {
            $0.network.isHeld = false
            let run = RunID(timeline: "show", start: showStart)
            $0.runs = [
                RunAnswer(run: run, title: "", timezone: "UTC", mode: .live, state: .ended, now: showStart)
            ]
        }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(alerts.withLock { $0 } == ["network", "network", "ended"])
        #expect(finished.withLock { $0 })
    }

    /// A hung command and a stream of alerts: the show's own loop is not asked to wait.
    @Test func aShowIsNotDelayedByACommandThatHangs() async throws {
        let show = LiveShow(FakeTransport { _ in AttemptEnd(.accepted, code: 0, messageID: "1", requestID: "2") })
        let desk = ControlDesk(show.driver, watch: show.watch, mode: .simulate, grace: .zero)
        let runner = runner("sleep 1000", patience: .milliseconds(200))
        let service = AlertService(desk, runner)
        let group = ServiceGroup(configuration: .init(services: [service], logger: .silent))
        let running = Task { try await group.run() }
        try await show.play(timeline("- {id: a, at: 5s, text: one}\n- {id: b, at: 6s, text: two}"), into: MemoryStore())
        show.driver.report(.alertFailed(reason: "x"))
        for _ in 0..<10 { runner.run([]) }
        await show.advance(.seconds(5))
        try await show.until { _ in show.observer.words.contains("sent a") }
        await show.advance(.seconds(1))
        try await show.until { _ in show.observer.words.contains("ended") }
        await group.triggerGracefulShutdown()
        try await running.value
        #expect(show.observer.words.filter { $0 != "alert failed" } == ["sent a", "sent b", "ended"])
    }
}
