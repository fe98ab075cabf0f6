import RunLog
import Scheduling
import ShowTime
import Timelines
import ZegoAPI
import ZegoSimulator

@testable import Showcaller

/// Where a test rehearses: a folder for the logs, and the simulated API.
struct RehearsalHall {
    let folder = TemporaryFolder()
    var rate: Double? = 100
    var seed: UInt64 = 0

    var logs: LogDirectory { LogDirectory(folder.path("runs"), mode: .rehearse) }

    func run(_ timeline: Timeline, start: Instant = showStart) throws -> RehearsedRun {
        try RehearsedRun(timeline, start: start, sha256: "00", in: logs)
    }

    func rehearsal(
        _ runs: [RehearsedRun], faults: [String] = [], observer: (any ShowObserver)? = nil
    ) throws -> Showcaller.Rehearsal {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.faults = try faults.map { try Fault($0) }
        return try rehearsal(runs, appID: configuration.appID, observer: observer) {
            TestServer(VirtualServer(configuration, start: $0), quota: configuration.rate)
        }
    }

    func rehearsal(
        _ runs: [RehearsedRun], appID: UInt32 = 12345, observer: (any ShowObserver)? = nil,
        server: (Uptime) -> any RehearsedServer
    ) throws -> Showcaller.Rehearsal {
        let account = ZegoAccount(
            appID: appID, secret: ZegoAPI.ServerSecret(SimulatorConfiguration().serverSecret.text), isTest: nil,
            endpoint: try Endpoint("http://127.0.0.1"))
        let settings = Showcaller.Rehearsal.Settings(
            rate: rate, roomRate: 20, seed: seed, account: account, host: "simulator")
        return Showcaller.Rehearsal(runs, settings, observer: observer, server: server)
    }

    /// Rehearses one script to its end.
    func play(_ timeline: Timeline, start: Instant = showStart, faults: [String] = []) throws -> Showcaller.Rehearsal {
        var rehearsal = try rehearsal([run(timeline, start: start)], faults: faults)
        try rehearsal.begin()
        try rehearsal.play()
        return rehearsal
    }

    func text(of run: RunID) -> String { TemporaryFolder.text(of: logs.path(of: run)) }

    func report(of run: RunID) throws -> RunReport { try RunReport(logs.path(of: run)) }
}

/// The simulator, as the command line tool puts it behind a rehearsal.
struct TestServer: RehearsedServer {
    private var server: VirtualServer
    let quota: Int?

    init(_ server: VirtualServer, quota: Int?) {
        self.server = server
        self.quota = quota
    }

    var received: Int { server.callLog.totals.received }
    var faulted: Int { server.faulted }
    var mostPerSecond: Int { server.callLog.peakPerSecond }

    mutating func answer(toQuery query: String, at arrival: Moment) -> RehearsedAnswer {
        let response = server.respond(toQuery: query, at: arrival)
        let kind: RehearsedAnswer.Kind =
            switch response.reply {
            case .http(let body): .http(status: body.status, body: body.bytes)
            case .silence: .silence
            case .reset: .reset
            case .refused: .refused
            }
        return RehearsedAnswer(kind, delay: response.delay, isShown: response.isShown)
    }
}

/// A server that says one thing and does another.
struct LyingServer: RehearsedServer {
    var code: Int
    var isShown: Bool
    var mostPerSecond = 1
    var quota: Int? = 100
    private(set) var received = 0
    let faulted = 0

    init(code: Int, isShown: Bool, mostPerSecond: Int = 1) {
        self.code = code
        self.isShown = isShown
        self.mostPerSecond = mostPerSecond
    }

    mutating func answer(toQuery query: String, at arrival: Moment) -> RehearsedAnswer {
        received += 1
        return RehearsedAnswer(
            .http(status: 200, body: Array(#"{"Code":\#(code),"Message":"x"}"#.utf8)), isShown: isShown)
    }
}

/// Time that passes when somebody sleeps.
final class SleeplessClock: Clock, @unchecked Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero

        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    // Only touched by the task of the test that owns it.
    private(set) var now = Instant()
    private(set) var longestSleep = Duration.zero
    /// Cancelled when it comes to this time.
    var end: Duration?

    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        longestSleep = max(longestSleep, now.duration(to: deadline))
        now = max(now, deadline)
        if let end, now.offset >= end { throw CancellationError() }
    }
}
