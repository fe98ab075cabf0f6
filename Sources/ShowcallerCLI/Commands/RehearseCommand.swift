import ArgumentParser
import HostSystem
import Rehearsing
import Reporting
import RunLog
import Scheduling
import ServiceLifecycle
import ShowRuntime
import ShowTime
import Timelines
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
            or a return code: 206@30s..40s=0.2, 104:stage, hang=0.01. ROOM is a room's name, a group or an id; the times are offsets \
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
        let now = SystemTime().now.wall.wholeMilliseconds
        let (logs, faults, startless) = try prepare(at: now)
        let console = Console()
        console.line("showcaller \(showcallerVersion), \(description)")
        for line in RehearsalText.lines(logs, startless: startless, now: now) { console.line(line) }
        if !fault.isEmpty { console.line("faults: \(fault.map { visible($0.text) }.joined(separator: ", "))") }
        let reporter = speed.map { _ in
            ShowReporter(console, timelines: logs.map(\.run.timeline), hasManyRuns: logs.count > 1)
        }
        let played: RehearsalPlayer
        do {
            played = try await play(makePlayer(logs, faults: faults, reporter: reporter), console)
        } catch {
            await console.finish()
            throw error
        }
        await console.finish()
        try finish(played)
    }

    private var description: String {
        let pace = speed.map { ", \($0.text) times as fast" } ?? ""
        return "rehearsal: nothing leaves this host, \(RateOption.words(rate.rate)), seed \(seed)\(pace)"
    }

    // MARK: Before

    private func prepare(at now: Instant) throws -> (logs: [RehearsalLog], faults: [Fault], startless: [String]) {
        // What is not checked now is found out when it is played.
        let files = try input.load(
            at: now, checkedOccurrences: TimelineOptions.fewOccurrences, mostDeliveries: TimelineOptions.mostPreviewed
        ).valid()
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
                throw Failure(error.message)
            }
        }
        return (logs, faults, startless)
    }

    private func makePlayer(
        _ logs: [RehearsalLog], faults: [Fault], reporter: ShowReporter?
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
        let rehearsal = Rehearsal(logs.map(\.run), settings: settings) { begin, showStart in
            SimulatedZego(configuration, account: account, start: showStart, begin: begin)
        }
        return RehearsalPlayer(rehearsal, logs: logs, observer: reporter)
    }

    // MARK: Meanwhile

    private func play(_ player: RehearsalPlayer, _ console: Console) async throws -> RehearsalPlayer {
        let service = RehearsalService(player: player, speed: speed?.times, console: console)
        do {
            try await runUntilSignalled([.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)])
        } catch let error as LogError { throw Failure(error.message) }
        guard let played = service.played else { throw Failure("the rehearsal ended before it was played") }
        return played
    }

    // MARK: After

    private func finish(_ player: RehearsalPlayer) throws {
        let (rehearsal, style) = (player.rehearsal, Style.output)
        var lines: [String] = []
        for log in player.logs {
            do throws(LogError) {
                lines +=
                    [""]
                    + ReportText.lines(
                        try RunReport(contentsOf: log.file.path), zone: ReportZone(of: log.run.timeline),
                        isWhole: false, style)
            } catch {
                throw Failure(error.message)
            }
        }
        lines.append("")
        if rehearsal.isStuck {
            lines.append(
                style.yellow("what is left would wait for somebody to mend what is wrong: the rehearsal stops there"))
        }
        let findings = rehearsal.findings
        Output.print(lines + RehearsalText.lines(findings, hasFaults: !fault.isEmpty, style))
        if findings.brokenPromiseCount > 0 { throw ExitCode(70) }
        if rehearsal.isStuck { throw ExitCode(3) }
        guard rehearsal.ended.count == rehearsal.runs.count else { throw ExitCode(4) }
        if !rehearsal.ended.values.allSatisfy(\.isAllSent) { throw ExitCode(3) }
    }
}
