import HostSystem
import Scheduling
import ShowRuntime

/// A scheduler on this host that answered.
struct RunningScheduler {
    var client: ControlClient
    var status: SchedulerStatus

    static func find(in folder: RuntimeFolder) async -> [RunningScheduler] {
        var found: [RunningScheduler] = []
        for socket in folder.sockets {
            let client = ControlClient(socket: socket)
            // One that a killed process left behind answers nothing.
            guard let status = try? await client.status() else { continue }
            found.append(RunningScheduler(client: client, status: status))
        }
        return found
    }

    var runs: [String] { status.runs.filter(\.isPlaying).map(\.run.description) }

    /// - Parameter name: a run's id, or its timeline's name.
    func plays(_ name: String) -> Bool { runs.contains { $0 == name || $0.hasPrefix(name + "@") } }
}
