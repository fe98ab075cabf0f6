import ControlAPI
import HostSystem
import Scheduling
import ShowRuntime

/// A scheduler on this host that answered.
struct RunningScheduler {
    var client: ControlClient
    var status: StatusAnswer

    /// - Returns: the schedulers that answered, and whether there is one that does not answer.
    static func find(in folders: RuntimeFolders) async -> (found: [RunningScheduler], isAnySilent: Bool) {
        var found: [RunningScheduler] = []
        var isAnySilent = false
        for socket in folders.sockets {
            let client = ControlClient(socket: socket)
            do throws(ControlClient.Unreachable) {
                found.append(RunningScheduler(client: client, status: try await client.status()))
            } catch {
                // A socket that a killed process left behind is nobody's.
                isAnySilent = isAnySilent || error.isSilent
            }
        }
        return (found, isAnySilent)
    }

    var runs: [String] { status.runs.filter(\.isPlaying).map(\.run.description) }

    /// - Parameter name: a run's id, or its timeline's name.
    func plays(_ name: String) -> Bool { runs.contains { $0 == name || $0.hasPrefix(name + "@") } }

    /// - Parameter name: of a timeline that will start.
    func willPlay(_ name: String) -> Bool { status.upcoming.contains { $0.timeline == name } }
}
