import Scheduling
import ServiceLifecycle
import ShowRuntime
import Synchronization
import ZegoSimulator

/// Plays a rehearsal until it is over or a signal ends it.
final class RehearsalService: Service {
    private let player: RehearsalPlayer
    private let speed: Double?
    private let console: Console
    private let result = Mutex<RehearsalPlayer?>(nil)

    init(player: RehearsalPlayer, speed: Double?, console: Console) {
        self.player = player
        self.speed = speed
        self.console = console
    }

    /// The rehearsal as far as it was played; nil until it is over.
    var played: RehearsalPlayer? { result.withLock { $0 } }

    func run() async throws {
        let (player, speed, console) = (player, speed, console)
        let played = try await cancelWhenGracefulShutdown {
            var player = player
            try player.begin(appID: SimulatorConfiguration().appID, host: "simulator")
            func show(_ status: SchedulerStatus) {
                guard console.isLive else { return }
                console.setStatus(StatusLineService.line(status, console.style, columns: console.columns))
            }
            if let speed {
                try await player.play(speed: speed, clock: ContinuousClock(), show: show)
            } else {
                try player.play(show: show)
            }
            return player
        }
        result.withLock { $0 = played }
    }
}
