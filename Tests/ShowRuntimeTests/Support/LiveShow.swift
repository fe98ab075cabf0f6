import Dispatch
import Glibc
import NIOCore
import NIOEmbedded
import RunLog
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Timelines

@testable import ShowRuntime

/// A live driver in virtual time: its event loop's clock is the only one there is, and moves when a test says so.
final class LiveShow: Sendable {
    let loop: NIOAsyncTestingEventLoop
    let time: LoopTime
    let transport: FakeTransport
    let observer = EventLog()
    let watch: ShowWatch
    let driver: LiveDriver

    /// - Parameter rate: nil is unlimited.
    init(
        _ transport: FakeTransport = FakeTransport(), rate: Double? = nil, roomRate: Double? = nil,
        durability: Durability = .process
    ) {
        loop = NIOAsyncTestingEventLoop()
        time = LoopTime(loop)
        self.transport = transport
        var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate)
        configuration.durability = durability
        watch = ShowWatch(observer)
        driver = LiveDriver(
            configuration, on: loop, time: time, transport: transport,
            observer: watch)
    }

    /// What the loop would still have done holds the driver, which holds its loop, and so does what never ended in its transport.
    deinit {
        loop.shutdownGracefully(queue: .global()) { _ in }
        transport.forget()
    }

    func advance(_ interval: Interval) async { await loop.advanceTime(by: .nanoseconds(interval.nanoseconds)) }

    /// Lets time pass on a disk that takes none of it.
    func advance(_ interval: Interval, atMost step: Interval) async throws {
        var left = interval
        while left > .zero {
            await advance(min(left, step))
            try await until { await !$0.isAtDisk }
            left -= step
        }
    }

    /// Until what was already handed to the loop is done.
    func settle() async { await loop.run() }

    /// Until something that another task began has come to the driver.
    func until(_ condition: (LiveDriver) async -> Bool) async throws {
        while await !condition(driver) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// Plays a timeline from now on, into memory.
    @discardableResult
    func play(_ timeline: Timeline, start: Instant = showStart, into store: MemoryStore) async throws -> RunID {
        let run = try PreparedRun.inMemory(timeline, start: start)
        await driver.play(run, into: store)
        return run.id
    }
}

extension PreparedRun {
    /// Its records go where the driver is told; what they would go to otherwise is no file, and nobody looks after it.
    static func inMemory(_ timeline: Timeline, start: Instant = showStart) throws -> PreparedRun {
        let id = RunID(timeline: timeline.name, start: start)
        let folder = TemporaryFolder()
        mkfifo(folder.path("log"), 0o600)
        return PreparedRun(
            id: id, timeline: timeline, log: try RunLogFile(path: folder.path("log")),
            header: RunHeader(
                time: start, run: id, mode: .simulate, appID: 1, host: "h", planned: nil, sha256: "", isResumed: false,
                version: "0"))
    }
}

/// The clocks of a test: the uptime is the loop's, and the wall clock shows the start of the show when the loop begins.
final class LoopTime: TimeSource {
    private let loop: NIOAsyncTestingEventLoop
    private let step = Mutex(Interval.zero)

    init(_ loop: NIOAsyncTestingEventLoop) { self.loop = loop }

    var now: Moment {
        let uptime = Interval(nanoseconds: Int64(loop.now.uptimeNanoseconds))
        return Moment(
            wall: showStart + uptime + step.withLock { $0 }, uptime: Uptime(nanoseconds: uptime.nanoseconds))
    }

    /// An administrator sets the wall clock.
    func stepWall(by interval: Interval) { step.withLock { $0 += interval } }
}

extension Moment {
    /// When a process starts that plays the show from its start.
    static let showStart = Moment(wall: TestSupport.showStart, uptime: .zero)
}
