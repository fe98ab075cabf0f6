import ArgumentParser
import Foundation
import HostSystem
import Rehearsing
import Reporting
import RunLog
import Scheduling
import ServiceLifecycle
import ShowRuntime
import ShowTime
import Timelines
import UnixSignals
import ZegoAPI
import ZegoSimulator

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Plays timelines in virtual time to a simulated API: a whole night at once, with faults on request.",
        discussion: """
            The scheduler, the pace, the retries and the log are those of the night; the clock, the network and chance are \
            drawn from the seed, so that the same command leaves the same log. The whole timeline is played, from its first \
            message on, whenever it starts. Nothing leaves this host. The log goes to <log-dir>/rehearsals and replaces \
            that of an earlier rehearsal of the same run. Where a timeline waits for "go", it is given at once.

            Faults are written KIND[:ROOM][@FROM[..TO]][=SHARE], KIND one of hang, reset, refuse, slow, garbage, http500 \
            or a return code: 206@30s..40s=0.2, 104:stage, hang=0.01. ROOM is a room's id or its name; the times are offsets \
            from the start of the show, of several shows from the first.

            Exit status: 0 all sent, 1 could not start or write its log, 3 ended with deliveries not sent, 4 interrupted, \
            64 wrong usage, 70 a promise was broken.
            """)

    @OptionGroup var input: TimelineOptions

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
        let (logs, faults, startless) = try prepare(at: now, environment)
        let runs = logs.map(\.run)
        let console = Console(
            descriptor: STDOUT_FILENO, style: Style(for: STDOUT_FILENO, environment: environment),
            isLive: isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb" && environment["TERM"] != nil)
        console.line("showcaller \(showcallerVersion), \(description)")
        for line in RehearsalText.lines(logs, startless: startless, now: now) { console.line(line) }
        if !fault.isEmpty { console.line("faults: \(fault.map { visible($0.text) }.joined(separator: ", "))") }
        let zones = Dictionary(runs.map { ($0.timeline.name, $0.timeline.zone) }) { first, _ in first }
        let reporter = speed.map { _ in ShowReporter(console, zones: zones, hasManyRuns: runs.count > 1) }
        let played: RehearsalPlayer
        do {
            played = try await play(makePlayer(logs, faults, reporter), console)
        } catch {
            await console.finish()
            throw error
        }
        await console.finish()
        try finish(played, console.style)
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
    ) throws -> (logs: [RehearsalLog], faults: [Fault], startless: [String]) {
        var options = try input.loadingOptions(assumedStart: now)
        // What is not checked now is found out when it is played.
        options.checkedOccurrences = Self.checkedOccurrences
        let files = input.load(options)
        guard files.areValid else {
            var errors = Output.error
            DiagnosticPrinter.print(files, to: &errors, Style(for: STDERR_FILENO, environment: environment))
            errors.flush()
            throw ExitCode(1)
        }
        let faults = try fault.flatMap { try $0.faults(for: files.timelines) }
        var logs: [RehearsalLog] = []
        var startless: [String] = []
        for (timeline, files) in files.sources(overrides: input.variables) {
            let start = self.start.requested.instant(for: timeline, now: now)
            if start == nil { startless.append(timeline.name) }
            do throws(StartProblem) {
                let run = RehearsedRun(timeline, start: start ?? now)
                logs.append(try RehearsalLog(run, sha256: files, in: LogDirectory(logDir, mode: .rehearse)))
            } catch {
                for log in logs { log.abandon() }
                throw Failure(visible(error.message))
            }
        }
        return (logs, faults, startless)
    }

    private func makePlayer(
        _ logs: [RehearsalLog], _ faults: [Fault], _ reporter: ShowReporter?
    ) throws -> RehearsalPlayer {
        var configuration = SimulatorConfiguration()
        // Its quota is ZEGO's, unless none is wanted at all.
        if rate.rate == nil { configuration.rate = nil }
        configuration.faults = faults
        configuration.seed = seed
        // Never connected to: the calls' addresses begin with it.
        let account = ZegoAccount(
            appID: configuration.appID, secret: ZegoAPI.ServerSecret(configuration.serverSecret.text), isTest: nil,
            endpoint: try Endpoint("http://127.0.0.1"))
        let settings = Rehearsal.Settings(rate: rate.rate, roomRate: roomRate.rate, seed: seed)
        let rehearsal = Rehearsal(logs.map(\.run), settings) { begin, showStart in
            SimulatedZego(configuration, account: account, start: showStart, begin: begin)
        }
        return RehearsalPlayer(rehearsal, logs: logs, observer: reporter)
    }

    // MARK: Meanwhile

    private func play(_ player: RehearsalPlayer, _ console: Console) async throws -> RehearsalPlayer {
        let service = RehearsalService(player: player, speed: speed?.times, console: console)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: .silent))
        do { try await group.run() } catch let error as LogError { throw Failure(visible(error.message)) }
        guard let played = service.played else { throw Failure("the rehearsal ended before it was played") }
        return played
    }

    // MARK: After

    private func finish(_ player: RehearsalPlayer, _ style: Style) throws {
        let rehearsal = player.rehearsal
        var output = Output.standard
        for log in player.logs {
            output.line()
            do throws(LogError) {
                for line in ReportText.lines(try RunReport(contentsOf: log.file.path), style) { output.line(line) }
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
