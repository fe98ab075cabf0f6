import ArgumentParser
import ControlAPI
import ControlPage
import Foundation
import HostSystem
import Logging
import NIOCore
import NIOPosix
import RunLog
import Scheduling
import ServiceLifecycle
import ShowRuntime
import ShowTime
import Synchronization
import Timelines
import ZegoAPI
import ZegoSimulator

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays timelines: sends every message when it is due, and logs what became of it.",
        discussion: """
            Stays until every run has ended; with a cron start, for ever. Ctrl-C or SIGTERM stops it; the same command goes on with the same run. \
            SIGHUP reads the timelines again. "showcaller tell" commands it while it runs.

            Exit status: 0 all sent, 1 could not start, 3 ended with deliveries not sent, 4 interrupted and can be \
            continued, 64 wrong usage.
            """)

    @OptionGroup var input: TimelineOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @Flag(name: .customLong("new"), help: "Begin afresh, whatever was begun before.")
    var isNew = false

    @Flag(name: .customLong("resume"), help: "Go on with what was begun, however long ago it was last played.")
    var isResuming = false

    @Option(help: ArgumentHelp("The folder for the logs of runs.", valueName: "folder"))
    var logDir = "runs"

    @Option(help: "Calls a second of the account: 100, or 10 with ZEGO_IS_TEST; unlimited to this host only.")
    var rate: RateOption?

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Flag(help: "Send to a simulator inside this process instead of ZEGO; logs go to <log-dir>/rehearsals.")
    var simulate = false

    @Option(help: "How long calls on their way have to end when it is stopped.")
    var grace = IntervalOption(.seconds(10))

    @Option(
        help: ArgumentHelp(
            "What a power loss may cost. process: what left last may be shown again. power: nothing; a disk that does not answer is an alarm, and the show goes on. strict: the show waits for the disk.",
            valueName: "how"))
    var durability = Durability.power

    @Option(
        help: ArgumentHelp(
            "Refuse to play anything but what \"preview --lock\" wrote down in this file, when reading timelines again too.",
            valueName: "file"))
    var lock: String?

    @Option(
        help: ArgumentHelp(
            "A command that is run for each alarm, with a JSON object on its standard input: an account or a network that is held, a log that cannot be written, messages that are late or that nobody knows of, a hold that lasts, a clock that is set, the end of the show.",
            valueName: "command"))
    var onAlert: String?

    @OptionGroup var listening: ListenOptions

    func validate() throws {
        if isNew, isResuming { throw ValidationError("--new and --resume cannot be given together") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let time = SystemTime()
        var files = try load(at: time.now.wall).valid()
        while EarlyHangUp.take() { files = try load(at: time.now.wall).valid() }
        let target = try RunTarget(command: self, environment: environment)
        var starter = RunStarter(
            directory: LogDirectory(logDir, mode: target.mode), mode: target.mode, appID: target.appID,
            host: target.host, boot: BootID.current,
            start: start.requested, isNew: isNew)
        starter.isResuming = isResuming
        let console = Console()
        let connections = Connections(isListening: listening.listen != nil)
        // What can be refused is refused before a log is made.
        let network = try listening.network(mostConnections: connections.ofPage) { address in
            console.line("page: \(address)")
        }
        let now = time.now
        let plan: StartPlan
        do throws(StartProblem) {
            plan = try StartPlan(files.sources(overrides: input.variables), starter: starter, now: now)
        } catch {
            throw Failure(error.message)
        }
        StartNotes.printPast(plan)
        console.line("showcaller \(showcallerVersion), \(target.description)")
        for warning in target.warnings { console.line(console.style.yellow("warning: \(visible(warning))")) }
        if let problem = onAlert.flatMap(Self.problem(ofCommand:)) { console.line(console.style.yellow(problem)) }
        for note in StartNotes.lines(plan, now: now.wall) { console.line(note) }
        guard !plan.prepared.isEmpty || !plan.firings.isEmpty else {
            await console.finish()
            throw ExitCode(plan.ended.isEmpty ? 1 : plan.ended.allSatisfy(\.isAllSent) ? 0 : 3)
        }
        do { try plan.begin() } catch { throw Failure(error.message) }
        let hasManyRuns = plan.prepared.count > 1 || !plan.firings.isEmpty
        let reporter = ShowReporter(console, timelines: files.timelines, hasManyRuns: hasManyRuns)
        let begun = Mutex<[RunID]>(plan.prepared.map(\.id))
        let watch = ShowWatch(reporter)
        try await play(plan, starter, on: target, connections, network, watch: watch, console: console, time: time) {
            run in begun.withLock { $0.append(run) }
        }
        await console.finish()
        let code = Self.exitCode(begun.withLock { $0 }, plan, ended: reporter.ended)
        if code != 0 { throw ExitCode(code) }
    }

    private func load(at now: Instant, isBesideShow: Bool = false) -> TimelineFiles {
        checkedAgainstLock(
            input.load(at: now, checkedOccurrences: TimelineOptions.fewOccurrences, isBesideShow: isBesideShow))
    }

    /// How many connections this process may have.
    private struct Connections {
        /// Descriptors for logs, the control socket, event loops and standard streams, and as many again to spare.
        private static let otherFiles = 128

        /// Connections to ZEGO.
        let ofShow: Int
        /// Connections from those who watch the show over the network.
        let ofPage: Int

        init(isListening: Bool) {
            let files = OpenFiles.raiseLimit()
            ofPage = isListening ? min(NetworkServer.mostConnections, files / 4) : 0
            ofShow = max(16, files - Self.otherFiles - ofPage)
        }
    }

    private func play(
        _ plan: StartPlan, _ starter: RunStarter, on target: RunTarget, _ connections: Connections,
        _ network: (place: NetworkServer.Place, tokens: [TokenFile.Entry])?, watch: ShowWatch, console: Console,
        time: SystemTime,
        begun: @escaping @Sendable (RunID) -> Void
    ) async throws {
        try await target.open { endpoint in
            let rate = target.rate
            var configuration = Scheduler.Configuration(rate: rate, roomRate: roomRate.rate)
            // Calls for which this process has no socket wait their turn instead of failing.
            configuration.mostInFlight = min(
                Scheduler.Configuration.mostInFlight(forRate: rate), connections.ofShow)
            configuration.seed = .random(in: 0 ... .max)
            configuration.durability = durability
            configuration.lastCall = target.instance?.lastCall(before: time.now.uptime)
            let transport = ZegoTransport(
                account: target.account(at: endpoint), mostConnections: configuration.mostInFlight,
                isSpread: rate == nil, time: time, reloadSecret: target.reloadSecret)
            let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
            let driver = LiveDriver(
                configuration, on: loops.next(), time: time, transport: transport, observer: watch
            ) { target.instance?.noteCall(at: $0) }
            let cron =
                plan.firings.isEmpty
                ? nil
                : cronService(
                    plan.firings, starter: starter, driver: driver, time: time, console: console, begun: begun)
            var failure: (any Error)?
            do {
                let reloader = reloader(driver, cron: cron, console: console)
                let desk = ControlDesk(
                    driver, watch: watch, mode: target.mode, grace: grace.interval, reloader: reloader)
                var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
                    .init(presence(on: target, driver: driver, desk: desk)),
                    .init(StatusLineService(driver: driver, console: console)),
                    .init(ReloadService(reloader) { EarlyHangUp.take() }),
                    .init(
                        ShowService(driver, runs: plan.prepared, cron: cron, grace: grace.interval),
                        whenDone: .gracefullyShutdownGroup),
                ]
                if let network {
                    services.insert(
                        .init(NetworkServer(network.place, desk: desk, files: Self.files)), at: 0)
                    if let path = listening.tokens {
                        let watch = TokenWatch(path, network.tokens, access: network.place.access, driver: driver)
                        services.insert(.init(watch), at: 0)
                    }
                }
                // The first service is told last of a shutdown: the end of the show is an alert too.
                if let alerts = alerts(desk, driver) { services.insert(.init(alerts), at: 0) }
                try await runUntilSignalled(services)
            } catch {
                failure = error
            }
            await transport.shutDown()
            try? await loops.shutdownGracefully()
            if let failure { throw Failure("the scheduler ended: \(visible(String(describing: failure)))") }
        }
    }

    private static let files = ServedFiles(page: ControlPage.file, noAccess: ControlPage.unauthorised)

    /// The service that runs the alert command, without the secret in its environment: that is for nobody else.
    private func alerts(_ desk: ControlDesk, _ driver: LiveDriver) -> AlertService? {
        guard let onAlert else { return nil }
        let variables = ProcessInfo.processInfo.environment.filter { $0.key != "ZEGO_SERVER_SECRET" }
        let command = ShellCommand(onAlert, environment: variables.map { "\($0.key)=\($0.value)" })
        return AlertService(desk, AlertRunner(command) { driver.report(.alertFailed(reason: $0)) })
    }

    /// The warning about a command that cannot work, known before it is run: a file that is named by its path has to exist and be
    /// executable. Nil where nothing is known to be wrong.
    private static func problem(ofCommand line: String) -> String? {
        let word = line.prefix { !$0.isWhitespace }
        guard word.contains("/"), !word.contains(where: { "$`'\"\\=~*?;&|<>(){}".contains($0) }),
            !FileManager.default.isExecutableFile(atPath: String(word))
        else { return nil }
        return "warning: --on-alert: \(visible(String(word))) is not there, or cannot be run"
    }

    private func presence(on target: RunTarget, driver: LiveDriver, desk: ControlDesk) -> PresenceService {
        PresenceService(target.socketName, in: target.folders, instance: target.instance, driver: driver) { path in
            ControlServer(path: path, desk: desk, files: Self.files)
        }
    }

    private func cronService(
        _ firings: FiringQueue, starter: RunStarter, driver: LiveDriver, time: SystemTime, console: Console,
        begun: @escaping @Sendable (RunID) -> Void
    ) -> CronService {
        CronService(
            firings, starter: starter, driver: driver, time: time,
            pause: { try await Task.sleep(for: .nanoseconds($0.nanoseconds)) }
        ) { event in
            switch event {
            case .began(let run):
                begun(run.id)
                for note in StartNotes.lines(on: run, isResumed: run.recovery != nil, now: time.now.wall) {
                    console.line(note)
                }
            case .failed(let reason): console.line(console.style.red("cannot start: \(visible(reason))"))
            }
        }
    }

    private func reloader(_ driver: LiveDriver, cron: CronService?, console: Console) -> Reloader {
        Reloader(driver, overrides: input.variables) {
            load(at: SystemTime().now.wall, isBesideShow: true)
        } report: { report in
            Self.show(report, on: console)
        } reloaded: { files in
            await cron?.replace(with: files, overrides: input.variables)
        } describe: { pairs in
            ReloadDiffText.text(pairs)
        }
    }

    private static func show(_ report: Reloader.Report, on console: Console) {
        let files = report.files
        guard !files.areValid else {
            console.line("read again: \(files.timelines.map(\.name).joined(separator: ", "))")
            for note in report.notes { console.line(console.style.yellow(visible(note))) }
            return
        }
        console.line(console.style.red("read again, and refused: what was loaded before plays on"))
        for diagnostic in files.diagnostics.prefix(DiagnosticPrinter.mostShown) {
            let text = DiagnosticPrinter.text(diagnostic, console.style)
            console.line(String(text.dropLast()))
        }
        for failure in files.failures { console.line(visible(failure.message)) }
        for problem in files.problems { console.line(visible(problem)) }
    }

    private static func exitCode(_ begun: [RunID], _ plan: StartPlan, ended: [RunID: Tally]) -> Int32 {
        if begun.contains(where: { ended[$0] == nil }) { return 4 }
        let tallies = ended.filter { !plan.closing.contains($0.key) }.map(\.value) + plan.ended
        return tallies.allSatisfy(\.isAllSent) ? 0 : 3
    }
}
