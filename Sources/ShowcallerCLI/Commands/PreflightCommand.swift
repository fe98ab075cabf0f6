import ArgumentParser
import Foundation
import HostSystem
import Reporting
import ShowRuntime
import ShowTime
import Timelines
import ZegoAPI

struct PreflightCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preflight",
        abstract: "Looks at all that a show needs, an hour before it. Sends nothing.",
        discussion: """
            Whether ZEGO accepts the account, this host's clock, each room's audience, whether a sender is in a room it \
            sends to, room on the disk for the logs, the quota, and what plays at the same time. Rooms are asked after \
            at the pace that ZEGO allows: ten rooms a call, ten calls a second.

            With --wait it looks again every \(PreflightWait.pauseLength.words), until nothing is a problem or the first \
            show starts, and says what has changed.

            Exit status: 0 where nothing is a problem (warnings are none), 1 where anything is, 64 wrong usage.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

    @OptionGroup var input: TimelineOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @Option(help: ArgumentHelp("The folder for the logs of runs.", valueName: "folder"))
    var logDir = "runs"

    @Option(help: "Calls a second of the account: 100, or 10 with ZEGO_IS_TEST.")
    var rate: RateOption?

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Flag(help: "Look again until nothing is a problem, or the show starts.")
    var wait = false

    @Option(help: "table for people, json for programs: with --wait, the last look.")
    var format = Format.table

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let time = SystemTime()
        let now = time.now.wall.wholeMilliseconds
        // Only the first 1,000 occurrences of a repeat are checked, the rest is left to `check`: this is about the host, not the
        // timeline.
        let timelines = try input.load(at: now, checkedOccurrences: 1000, mostDeliveries: TimelineOptions.mostPreviewed)
            .valid().timelines
        let account = Result { () throws(AccountSettings.Problem) in try AccountSettings(environment: environment) }
        let isTest = (try? account.get().account.isTest) == true
        let rate = self.rate.map(\.rate) ?? (isTest ? 10 : 100)
        let load = PlannedLoad(
            timelines.map { timeline in
                let start = self.start.requested.instant(for: timeline, now: now)
                return (timeline, start ?? now, start != nil)
            }, rate: rate, roomRate: roomRate.rate)
        let plan = PreflightPlan(timelines)
        sayWhatTakesTime(account, plan)

        let checks: [PreflightCheck]
        if wait {
            checks = await waitUntilAllIsRight(load, zone: timelines.first?.zone ?? .utc, time) {
                await look(plan, load, rate: rate, time: time, environment: environment)
            }
        } else {
            checks = await look(plan, load, rate: rate, time: time, environment: environment)
            if format == .table { Output.print { PreflightText.append(checks, to: &$0, .output) } }
        }
        if format == .json { Output.print { $0.append { PreflightText.append(json: checks, to: &$0) } } }
        if checks.contains(where: { $0.verdict == .problem }) { throw ExitCode(1) }
    }

    private func waitUntilAllIsRight(
        _ load: PlannedLoad, zone: Zone, _ time: SystemTime, look: () async -> [PreflightCheck]
    ) async -> [PreflightCheck] {
        let start = load.shows.filter(\.hasOwnStart).map(\.start).min()
        let wait = PreflightWait(until: start, now: { time.now.wall }, pause: Self.pause)
        var looks = 0
        let checks = await wait.run {
            looks += 1
            return await look()
        } show: { news, instant in
            guard format == .table else { return }
            Output.print {
                guard looks == 1 else {
                    return PreflightText.append(news: news, at: zone.text(of: instant, as: "%T"), to: &$0, .output)
                }
                PreflightText.append(news, to: &$0, .output)
                guard news.contains(where: { $0.verdict == .problem }), start.map({ instant < $0 }) ?? true else {
                    return
                }
                let end = start.map { " or the show starts, at \(zone.text(of: $0, as: "%T"))" } ?? ""
                $0.line("looking again every \(PreflightWait.pauseLength.words), until nothing is a problem\(end)")
            }
        }
        if format == .table, looks > 1 { Output.print(PreflightText.end(of: checks, .output)) }
        return checks
    }

    private static func pause(_ interval: Interval) async {
        try? await Task.sleep(for: .nanoseconds(interval.nanoseconds))
    }

    /// Looks at everything once.
    private func look(
        _ plan: PreflightPlan, _ load: PlannedLoad, rate: Double?, time: SystemTime, environment: [String: String]
    ) async -> [PreflightCheck] {
        // Read at every look: the secret may be what somebody has corrected.
        let account = Result { () throws(AccountSettings.Problem) in try AccountSettings(environment: environment) }
        let titles = Dictionary(plan.rooms.map { ($0.id, $0.title) }) { first, _ in first }
        var checks = await accountChecks(account, plan, time: time, environment: environment)
        checks += LoadVerdicts.starts(load, now: time.now.wall.wholeMilliseconds)
        checks.append(LoadVerdicts.quota(load, rate: rate))
        checks += LoadVerdicts.overlaps(load, rate: rate) { titles[$0] ?? $0 }
        checks.append(
            LoadVerdicts.disk(
                load, folder: logDir, free: DiskSpace.free(at: logDir), isWritable: DiskSpace.isWritable(logDir)))
        return checks
    }

    private func sayWhatTakesTime(_ settings: Result<AccountSettings, AccountSettings.Problem>, _ plan: PreflightPlan) {
        guard let account = try? settings.get().account, isatty(STDERR_FILENO) == 1 else { return }
        Output.print("asking \(account.endpoint.host) about \(count(plan.rooms.count, "room")) …", to: .error)
    }

    /// Asks ZEGO about the account and the rooms; without an account, reports that there is none.
    private func accountChecks(
        _ settings: Result<AccountSettings, AccountSettings.Problem>, _ plan: PreflightPlan, time: SystemTime,
        environment: [String: String]
    ) async -> [PreflightCheck] {
        let account: ZegoAccount
        switch settings {
        case .success(let settings): account = settings.account
        case .failure(let problem):
            // The hint about --simulate is left out: that option is for playing, and this command does not have it.
            let reason = problem.message.replacing(" (or try it with --simulate)", with: "")
            return [PreflightCheck("credentials", is: .problem, reason)]
        }
        let inquiry = RoomInquiry(account: account, time: time)
        var inspector = RoomInspector(
            rate: RoomInspector.rate(isTest: account.isTest == true), now: { time.now.uptime },
            pause: Self.pause, ask: { await inquiry.ask($0) })
        let findings = await inspector.inspect(plan)
        await inquiry.shutDown()
        let keeping = (try? settings.get())?.warning.map {
            PreflightCheck("secret", is: .warning, $0)
        }
        return [keeping].compactMap { $0 } + [
            RoomVerdicts.credentials(findings.first, appID: account.appID, host: account.endpoint.host),
            RoomVerdicts.clock(findings.clock, findings.first),
            schedulerCheck(account.appID, environment),
        ] + RoomVerdicts.rooms(plan, findings) + RoomVerdicts.senders(plan, findings)
    }

    /// Checks whether a `run` of this account could start beside what already runs on this host.
    private func schedulerCheck(_ appID: UInt32, _ environment: [String: String]) -> PreflightCheck {
        let name = "scheduler"
        // The lock is taken only for a moment: it is released with this object.
        do throws(SingleInstance.Occupied) {
            let instance = try SingleInstance(appID: appID, in: RuntimeFolders(environment: environment))
            if let warning = instance.warning { return PreflightCheck(name, is: .warning, warning) }
        } catch {
            return PreflightCheck(name, is: .problem, error.message)
        }
        return PreflightCheck(name, is: .ok, "no other of this AppID is running on this host")
    }
}
