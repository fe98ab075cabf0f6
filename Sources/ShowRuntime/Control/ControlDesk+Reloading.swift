import ControlAPI
import Scheduling

/// Timelines that operators want to be read again.
extension ControlDesk {
    func reload(_ call: ReloadCall, of name: String, from origin: CommandOrigin) async throws(APIProblem)
        -> CommandAnswer
    {
        guard let reloader else { throw APIProblem(409, "not_supported", "there is nothing to be read again") }
        let state = await driver.state
        var run: RunID?
        let isOne = name != RunName.all || state.snapshot.runs.contains { $0.id.timeline == RunName.all }
        if isOne, name != RunName.all { run = try RunName.run(name, in: state).id }
        guard call.applies else { return try await reloader.compare(with: state, only: run, from: origin) }
        return try await once.perform(origin.id.map { "reload \($0)" }) { [run] () async throws(APIProblem) in
            try await reloader.apply(only: run, sha256: call.sha256, from: origin)
        }.get()
    }
}
