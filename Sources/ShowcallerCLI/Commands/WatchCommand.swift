import ArgumentParser
import ControlAPI
import Foundation
import HostSystem
import ShowRuntime
import ShowTime

struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Shows a running show on this terminal, with keys for hold, go, skip and set.",
        discussion: """
            From any number of terminals, through ssh too; the show does not mind. It shows the clocks, the next cues with their \
            texts, alarms, and what was done and by whom. In a pipe it prints that once.

              Space    GO: lets the hold go that is shown
              H        holds the run
              S        skips the next cue, or the one that was chosen with the arrows
              U        brings back what was skipped last
              =        gives an input its value; its texts are shown before
              Esc Esc  holds every run
              1 … 9    looks at another run
              Q        quits; the show goes on
            """)

    @Option(help: ArgumentHelp("A run's id or its timeline's name, where several are playing.", valueName: "run"))
    var run: String?

    func run() async throws {
        let folders = RuntimeFolders(environment: ProcessInfo.processInfo.environment)
        let (found, isAnySilent) = await RunningScheduler.find(in: folders)
        let schedulers = found.filter(isWanted)
        guard let first = schedulers.first else {
            if found.isEmpty {
                throw Failure(
                    isAnySilent
                        ? "a scheduler is running, and does not answer" : "no scheduler is running here as this user")
            }
            throw Failure("no run \"\(run ?? "")\" is playing")
        }
        guard schedulers.count == 1 else {
            let runs = schedulers.flatMap(\.runs).joined(separator: ", ")
            throw Failure("several schedulers are running, name the run: \(runs)")
        }
        guard Style.isTerminal(STDOUT_FILENO) else { return try await printOnce(first.client) }
        let watched = run
        await WatchService {
            // The scheduler that was found first, or the one that took its place.
            let (found, isAnySilent) = await RunningScheduler.find(in: folders)
            let watched = found.first { $0.client.socket == first.client.socket } ?? found.first { isWanted($0) }
            return watched.map { .scheduler($0.client) } ?? (isAnySilent ? .silence : .nobody)
        }.run(watched)
    }

    private func isWanted(_ scheduler: RunningScheduler) -> Bool {
        run.map { scheduler.plays($0) || scheduler.willPlay($0) } ?? true
    }

    private func printOnce(_ client: ControlClient) async throws {
        var session = WatchSession(run: run, canCommand: false)
        guard let event = await client.firstEvent(), session.take(event, at: SystemTime().now.uptime) else {
            throw Failure("the scheduler does not answer")
        }
        let screen = WatchScreen(width: terminalColumns, height: nil, style: .plain)
        Output.print(screen.lines(session))
    }

    private var terminalColumns: Int {
        EnvironmentVariable.value("COLUMNS").flatMap { Int($0) }.map { max(20, $0) } ?? 100
    }
}
