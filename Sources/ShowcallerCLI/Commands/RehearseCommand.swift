import ArgumentParser
import Foundation
import HostSystem
import RunLog
import Scheduling
import ServiceLifecycle
import ShowTime
import Showcaller
import Synchronization
import Timelines
import UnixSignals
import ZegoAPI
import ZegoSimulator

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Plays scripts in virtual time to a simulated API: a whole night at once, with faults on request.",
        discussion: """
            The scheduler, the pace, the retries and the log are those of the night; the clock, the network and chance are \
            drawn from the seed, so that the same command leaves the same log. The whole script is played, from its first \
            message on, whenever it starts. Nothing leaves this host. The log goes to <log-dir>/rehearsals and replaces \
            that of an earlier rehearsal of the same run. Where a script waits for "go", it is given at once.

            Faults are written KIND[:ROOM][@FROM[..TO]][=SHARE], KIND one of hang, reset, refuse, slow, garbage, http500 \
            or a return code: 206@30s..40s=0.2, 104:stage, hang=0.01. ROOM is a room's id or its name; the times are offsets \
            from the start of the show, of several shows from the first.

            Exit status: 0 all sent, 1 could not start or write its log, 3 ended with deliveries not sent, 4 interrupted, \
            64 wrong usage, 70 a promise was broken.
            """)

    @OptionGroup var script: ScriptOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @Option(
        help: ArgumentHelp("Something that goes wrong. May be given again.", valueName: "fault"),
        transform: RehearsedFault.init)
    var fault: [RehearsedFault] = []

    @Option(help: "Another seed is another night: other latencies, other victims of faults.")
    var seed: UInt64 = 0

    @Option(help: "Calls a second of the account, or unlimited.")
    var rate = RateOption(rate: 100)

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Option(help: ArgumentHelp("The folder for the logs of runs.", valueName: "folder"))
    var logDir = "runs"

    @Option(help: ArgumentHelp("To watch it, so many times as fast as real time.", valueName: "times"))
    var speed: SpeedOption?

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let now = SystemTime().now.wall.wholeMilliseconds
        let (runs, faults, startless) = try prepare(at: now, environment)
        let console = Console(
            descriptor: STDOUT_FILENO, style: Style(for: STDOUT_FILENO, environment: environment),
            isLive: isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb" && environment["TERM"] != nil)
        console.line("showcaller \(showcallerVersion), \(description)")
        for line in RehearsalText.lines(runs, startless: startless, now: now) { console.line(line) }
        if !fault.isEmpty { console.line("faults: \(fault.map { visible($0.text) }.joined(separator: ", "))") }
        let zones = Dictionary(runs.map { ($0.timeline.name, $0.timeline.zone) }) { first, _ in first }
        let reporter = speed.map { _ in ShowReporter(console, zones: zones, hasManyRuns: runs.count > 1) }
        let rehearsal: Rehearsal
        do {
            rehearsal = try await play(makeRehearsal(of: runs, faults, reporter), console)
        } catch {
            await console.finish()
            throw error
        }
        await console.finish()
        try finish(rehearsal, console.style)
    }

    private var description: String {
        let quota =
            rate.rate.map { "\($0 == $0.rounded() ? String(Int($0)) : String($0)) calls a second" }
            ?? "no limit on calls"
        return
            "rehearsal: nothing leaves this host, \(quota), seed \(seed)\(speed.map { ", \($0.text) times as fast" } ?? "")"
    }

    // MARK: Before

    /// Of a repeat, so many occurrences: of a year of them the rehearsal itself finds out.
    private static let checkedOccurrences = 10_000

    private func prepare(
        at now: Instant, _ environment: [String: String]
    ) throws -> (runs: [RehearsedRun], faults: [Fault], startless: [String]) {
        var options = try script.loadingOptions(assumedStart: now)
        // What is not checked now is found out when it is played.
        options.checkedOccurrences = Self.checkedOccurrences
        let files = script.load(options)
        guard files.areValid else {
            var errors = Output.error
            DiagnosticPrinter.print(files, to: &errors, Style(for: STDERR_FILENO, environment: environment))
            errors.flush()
            throw ExitCode(1)
        }
        let faults = try fault.flatMap { try $0.faults(for: files.timelines) }
        var runs: [RehearsedRun] = []
        var startless: [String] = []
        for file in files.loaded {
            guard let timeline = file.timeline else { continue }
            let start = self.start.instant(for: timeline, now: now)
            if start == nil { startless.append(timeline.name) }
            do throws(StartProblem) {
                runs.append(
                    try RehearsedRun(
                        timeline, start: start ?? now,
                        sha256: ScriptDigest.hexadecimal(of: files.sources(of: file), overrides: script.variables),
                        in: LogDirectory(logDir, mode: .rehearse)))
            } catch {
                for run in runs { run.abandon() }
                throw Failure(visible(error.message))
            }
        }
        return (runs, faults, startless)
    }

    private func makeRehearsal(
        of runs: [RehearsedRun], _ faults: [Fault], _ reporter: ShowReporter?
    ) throws -> Rehearsal {
        var configuration = SimulatorConfiguration()
        // Its quota is ZEGO's, unless none is wanted at all.
        if rate.rate == nil { configuration.rate = nil }
        configuration.faults = faults
        configuration.seed = seed
        // Never connected to: it is what the calls' addresses begin with.
        let endpoint = try Endpoint("http://127.0.0.1")
        let account = ZegoAccount(
            appID: configuration.appID, secret: ZegoAPI.ServerSecret(configuration.serverSecret.text), isTest: nil,
            endpoint: endpoint)
        let settings = Rehearsal.Settings(
            rate: rate.rate, roomRate: roomRate.rate, seed: seed, account: account, host: "simulator")
        return Rehearsal(runs, settings, observer: reporter) { showStart in
            SimulatedServer(configuration, start: showStart)
        }
    }

    // MARK: Meanwhile

    private func play(_ rehearsal: Rehearsal, _ console: Console) async throws -> Rehearsal {
        let service = RehearsalService(rehearsal: rehearsal, speed: speed?.times, console: console)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: .silent))
        do { try await group.run() } catch let error as LogError { throw Failure(visible(error.message)) }
        guard let played = service.played else { throw Failure("the rehearsal ended before it was played") }
        return played
    }

    // MARK: After

    private func finish(_ rehearsal: Rehearsal, _ style: Style) throws {
        var output = Output.standard
        for run in rehearsal.runs {
            output.line()
            do throws(LogError) {
                for line in ReportText.lines(try RunReport(run.log.path), style) { output.line(line) }
            } catch {
                throw Failure(visible(error.message))
            }
        }
        output.line()
        if rehearsal.isStuck {
            output.line(
                style.yellow("what is left would wait for somebody to mend what is wrong: the rehearsal stops there"))
        }
        let findings = rehearsal.findings
        for line in RehearsalText.lines(findings, hasFaults: !fault.isEmpty, style) { output.line(line) }
        output.flush()
        if findings.brokenPromiseCount > 0 { throw ExitCode(70) }
        if rehearsal.isStuck { throw ExitCode(3) }
        guard rehearsal.ended.count == rehearsal.runs.count else { throw ExitCode(4) }
        if !rehearsal.ended.values.allSatisfy(\.isAllSent) { throw ExitCode(3) }
    }
}

/// Plays a rehearsal until it is over or a signal ends it.
private final class RehearsalService: Service {
    private let rehearsal: Rehearsal
    private let speed: Double?
    private let console: Console
    private let result = Mutex<Rehearsal?>(nil)

    init(rehearsal: Rehearsal, speed: Double?, console: Console) {
        self.rehearsal = rehearsal
        self.speed = speed
        self.console = console
    }

    /// As far as it was played.
    var played: Rehearsal? { result.withLock { $0 } }

    func run() async throws {
        let (rehearsal, speed, console) = (rehearsal, speed, console)
        let played = try await cancelWhenGracefulShutdown {
            var rehearsal = rehearsal
            try rehearsal.begin()
            func show(_ status: ShowStatus) {
                guard console.isLive else { return }
                console.setStatus(StatusLineService.line(status, console.style, columns: console.columns))
            }
            if let speed {
                try await rehearsal.play(speed: speed, clock: ContinuousClock(), show: show)
            } else {
                try rehearsal.play(show: show)
            }
            return rehearsal
        }
        result.withLock { $0 = played }
    }
}

/// How many times as fast as real time: `60`, `0.5`.
struct SpeedOption: ExpressibleByArgument {
    var times: Double

    init?(argument: String) {
        guard let times = Double(argument), times >= 0.001, times <= 1_000_000 else { return nil }
        self.times = times
    }

    var text: String { times == times.rounded() ? String(Int(times)) : String(times) }
}

/// A fault as it was written.
struct RehearsedFault: Sendable {
    let text: String
    private let fault: Fault

    init(_ text: String) throws {
        self.text = text
        do { fault = try Fault(text) } catch { throw ValidationError(visible(error.message)) }
    }

    /// The fault for the rooms that it means. A room that is in no script would be a fault that never happens, and nobody
    /// would know.
    func faults(for timelines: [Timeline]) throws -> [Fault] {
        guard let room = fault.room else { return [fault] }
        let rooms = timelines.flatMap(\.rooms)
        if rooms.contains(where: { $0.id == room }) { return [fault] }
        var ids: [String] = []
        for named in rooms where named.name == room && !ids.contains(named.id) { ids.append(named.id) }
        guard !ids.isEmpty else {
            throw wrongUsage(
                "--fault \(visible(text)): there is no room \"\(visible(room))\""
                    + Suggestion.hint(for: room, among: rooms.flatMap { [$0.name, $0.id] }))
        }
        return ids.map { id in
            var fault = fault
            fault.room = id
            return fault
        }
    }
}
