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
import ZegoSimulator

struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Plays timelines in virtual time to a simulated API: a whole night at once, with faults on request.",
        discussion: """
            The scheduler, the pace, the retries and the log are those of the night; the clock, the network and chance are \
            drawn from the seed, so that the same command leaves the same log. The whole timeline is played, from its first \
            message on, whenever it starts. Nothing leaves this host. The log goes to <log-dir>/rehearsals and replaces \
            that of an earlier rehearsal of the same run.

            Faults are written KIND[:ROOM][@FROM[..TO]][=SHARE], KIND one of hang, reset, refuse, slow, garbage, http500 \
            or a return code: 206@30s..40s=0.2, 104:stage, hang=0.01. ROOM is a room's name, a group or an id; the times are offsets \
            from the start of the show, of several shows from the first.

            An operator is rehearsed with --tell: a command as "tell" takes it, and behind the last @ when it is given, \
            such as hold@10m, go@12m30s, "shift -5s@20m", "skip offer@1h". That is the time since the start of that run \
            on a watch: a hold or a shift moves the show, and not the commands that follow. Where several timelines are \
            rehearsed, the command names its own: "launch hold@10m". What --tell holds goes on when --tell says go. \
            Where the timeline itself waits for "go", that comes at once, or after --hold-for.

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

    @Option(
        help: ArgumentHelp(
            "A command of the operator and its time: hold@10m, \"skip offer@1h\". May be given again.",
            valueName: "command@time"),
        transform: RehearsedTell.init)
    var tell: [RehearsedTell] = []

    @Option(
        help: ArgumentHelp(
            "How long the show stands where the timeline holds it, before it is let go.", valueName: "time")
    )
    var holdFor = IntervalOption(.zero)

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

    @Option(help: "text for people, json for programs: one object when it is over.")
    var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    /// What is played. It is made once all arguments are found to be right.
    private struct Script {
        var logs: [RehearsalLog] = []
        /// For each `--fault` option, the faults that it stands for.
        var faults: [[Fault]] = []
        var commands: [RehearsedCommand] = []
        var startless: [String] = []
    }

    func validate() throws {
        if speed != nil, format == .json {
            throw ValidationError("--speed is for watching it: give it without --format json")
        }
    }

    func run() async throws {
        let now = SystemTime().now.wall.wholeMilliseconds
        let script = try prepare(at: now)
        let console = Console()
        if format == .text { introduce(script, to: console, now: now) }
        let reporter = speed.map { _ in
            ShowReporter(console, timelines: script.logs.map(\.run.timeline), hasManyRuns: script.logs.count > 1)
        }
        let played: RehearsalPlayer
        do {
            played = try await play(makePlayer(script, reporter: reporter), console)
        } catch {
            await console.finish()
            throw error
        }
        await console.finish()
        try finish(played, script)
    }

    private func introduce(_ script: Script, to console: Console, now: Instant) {
        console.line("showcaller \(showcallerVersion), \(description)")
        for line in RehearsalText.lines(script.logs, startless: script.startless, now: now) { console.line(line) }
        for (name, texts) in [("faults", fault.map(\.text)), ("told", tell.map(\.text))] where !texts.isEmpty {
            console.line("\(name): \(texts.map(visible).joined(separator: ", "))")
        }
    }

    private var description: String {
        let pace = speed.map { ", \($0.text) times as fast" } ?? ""
        return "rehearsal: nothing leaves this host, \(RateOption.words(rate.rate)), seed \(seed)\(pace)"
    }

    // MARK: Before

    private func prepare(at now: Instant) throws -> Script {
        // What is not checked now is found when it is played.
        let files = try input.load(
            at: now, checkedOccurrences: TimelineOptions.fewOccurrences, mostDeliveries: TimelineOptions.mostPreviewed
        ).valid()
        var script = Script()
        script.faults = try fault.map { try $0.faults(for: files.timelines) }
        let runs = files.sources(overrides: input.variables).map { timeline, files in
            let start = self.start.requested.instant(for: timeline, now: now)
            if start == nil { script.startless.append(timeline.name) }
            return (run: RehearsedRun(timeline, start: start ?? now), files: files)
        }
        script.commands = try tell.map { try $0.command(among: runs.map(\.run.id)) }
        for (run, files) in runs {
            do throws(StartProblem) {
                script.logs.append(try RehearsalLog(run, sha256: files, in: LogDirectory(logDir, mode: .rehearse)))
            } catch {
                for log in script.logs { log.abandon() }
                throw Failure(error.message)
            }
        }
        return script
    }

    private func makePlayer(_ script: Script, reporter: ShowReporter?) -> RehearsalPlayer {
        var configuration = SimulatorConfiguration()
        // The simulator's quota is ZEGO's, unless --rate is unlimited.
        if rate.rate == nil { configuration.rate = nil }
        configuration.faults = script.faults.flatMap(\.self)
        configuration.seed = seed
        let settings = Rehearsal.Settings(
            rate: rate.rate, roomRate: roomRate.rate, seed: seed, holdTime: holdFor.interval)
        let runs = script.logs.map(\.run)
        let rehearsal = Rehearsal(runs, settings: settings, commands: script.commands) { begin, showStart in
            SimulatedZego(configuration, start: showStart, begin: begin)
        }
        return RehearsalPlayer(rehearsal, logs: script.logs, observer: reporter)
    }

    // MARK: Meanwhile

    private func play(_ player: RehearsalPlayer, _ console: Console) async throws -> RehearsalPlayer {
        let service = RehearsalService(player: player, speed: speed?.times, console: console)
        do {
            try await runUntilSignalled([.init(service, whenDone: .gracefullyShutdownGroup)])
        } catch let error as LogError { throw Failure(error.message) }
        guard let played = service.played else { throw Failure("the rehearsal ended before it was played") }
        return played
    }

    // MARK: After

    private func finish(_ player: RehearsalPlayer, _ script: Script) throws {
        let (rehearsal, style) = (player.rehearsal, Style.output)
        let reports = player.reports
        let findings = rehearsal.findings
        let faults = faultHits(findings, script)
        let told = zip(tell, rehearsal.commands).map { RehearsalText.Told($0.text, $1.command, $1.fate) }
        switch format {
        case .text:
            var lines: [String] = []
            for (log, report) in zip(player.logs, reports) {
                let zone = ReportZone(of: log.run.timeline)
                lines += [""] + ReportText.lines(report, zone: zone, isWhole: false, style)
            }
            lines +=
                [""] + RehearsalText.lines(told, style) + RehearsalText.lines(rehearsal.assumedInputs, style)
                + RehearsalText.lines(ofStuck: rehearsal, style)
            Output.print(lines + RehearsalText.lines(findings, faults: faults, style))
        case .json:
            var output = Output.standard
            output.append { RehearsalJSON.append(reports, rehearsal, faults: faults, told: told, seed: seed, to: &$0) }
            output.flush()
        }
        if findings.brokenPromiseCount > 0 { throw ExitCode(70) }
        if rehearsal.isStuck { throw ExitCode(3) }
        guard rehearsal.ended.count == rehearsal.runs.count else { throw ExitCode(4) }
        if !rehearsal.ended.values.allSatisfy(\.isAllSent) { throw ExitCode(3) }
    }

    /// Adds up the calls that each `--fault` option hit: a fault for a group is one fault for each of its rooms.
    private func faultHits(_ findings: RehearsalFindings, _ script: Script) -> [RehearsalText.FaultHits] {
        var hits = findings.faultHits[...]
        return zip(fault, script.faults).map { written, faults in
            defer { hits = hits.dropFirst(faults.count) }
            return RehearsalText.FaultHits(text: written.text, calls: hits.prefix(faults.count).reduce(0, +))
        }
    }
}
