import Rehearsing
import Reporting
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Timelines
import ZegoAPI
import ZegoSimulator

@testable import ShowRuntime

/// Rehearses timelines of a test: with a folder for the logs, and the simulated API.
struct RehearsalHall {
    let folder = TemporaryFolder()
    var rate: Double? = 100
    var seed: UInt64 = 0
    /// How long a hold of the timeline lasts.
    var holdTime = Interval.zero

    var logs: LogDirectory { LogDirectory(folder.path("runs"), mode: .rehearse) }

    func log(_ timeline: Timeline, start: Instant = showStart) throws -> RehearsalLog {
        try RehearsalLog(RehearsedRun(timeline, start: start), sha256: "00", in: logs)
    }

    func rehearsal(
        _ logs: [RehearsalLog], faults: [String] = [], commands: [RehearsedCommand] = [],
        observer: (any ShowObserver)? = nil
    ) throws -> RehearsalPlayer {
        var configuration = SimulatorConfiguration()
        configuration.seed = seed
        configuration.faults = try faults.map { try Fault($0) }
        return rehearsal(logs, commands: commands, observer: observer) {
            SimulatedZego(configuration, start: $1, begin: $0)
        }
    }

    func rehearsal(
        _ logs: [RehearsalLog], commands: [RehearsedCommand] = [], observer: (any ShowObserver)? = nil,
        api: (Instant, Uptime) -> any RehearsedAPI
    ) -> RehearsalPlayer {
        let settings = Rehearsal.Settings(rate: rate, roomRate: 20, seed: seed, holdTime: holdTime)
        let rehearsal = Rehearsal(logs.map(\.run), settings: settings, commands: commands, api: api)
        return RehearsalPlayer(rehearsal, logs: logs, observer: observer)
    }

    /// Rehearses one timeline to its end.
    ///
    /// - Parameter commands: those of an operator, by their seconds from the start.
    func play(
        _ timeline: Timeline, start: Instant = showStart, faults: [String] = [],
        commands: [(Command, at: Int64)] = []
    ) throws -> RehearsalPlayer {
        let log = try log(timeline, start: start)
        let commands = commands.map { RehearsedCommand($0.0, on: log.run.id, at: .seconds($0.at)) }
        var rehearsal = try rehearsal([log], faults: faults, commands: commands)
        try rehearsal.begin()
        try rehearsal.play()
        return rehearsal
    }

    func text(of run: RunID) -> String { TemporaryFolder.text(of: logs.path(of: run)) }

    func report(of run: RunID) throws -> RunReport { try RunReport(contentsOf: logs.path(of: run)) }
}

extension RehearsalPlayer {
    mutating func begin() throws { try begin(appID: 12345, host: "simulator") }

    var runs: [RehearsedRun] { rehearsal.runs }
    var ended: [RunID: Tally] { rehearsal.ended }
    var findings: RehearsalFindings { rehearsal.findings }
    var now: Moment { rehearsal.now }
    var isStuck: Bool { rehearsal.isStuck }
}

/// An API that says one thing and does another.
struct LyingAPI: RehearsedAPI {
    var kind: AttemptEnd.Kind
    var isShown: Bool
    var mostPerSecond = 1
    var quota: Int? = 100
    private(set) var received = 0
    let faultHits: [Int] = []
    let timeout = AttemptEnd.timedOut

    init(_ kind: AttemptEnd.Kind, isShown: Bool, mostPerSecond: Int = 1) {
        self.kind = kind
        self.isShown = isShown
        self.mostPerSecond = mostPerSecond
    }

    mutating func answer(_ attempt: Attempt, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        received += 1
        return RehearsedAnswer(AttemptEnd(kind), isShown: isShown)
    }

    mutating func answer(_ probe: Probe, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        RehearsedAnswer(AttemptEnd(kind))
    }
}
