import ControlAPI
import Scheduling
import ShowTime
import Timelines

/// Finds the run that a name means: the run's id, its timeline's name, or `current` where only one plays.
enum RunName {
    static let current = "current"
    /// Every run, where that makes sense.
    static let all = "all"

    static func run(_ name: String, in state: ShowState) throws(APIProblem) -> RunSnapshot {
        let runs = state.snapshot.runs
        if let exact = runs.last(where: { $0.id.description == name }) { return exact }
        let playing = runs.filter(\.status.isPlaying)
        let named = playing.filter { $0.id.timeline == name }
        if named.count == 1 { return named[0] }
        guard named.isEmpty else { throw several("several runs of \"\(name)\" are playing", named) }
        guard name == current else {
            if let next = state.upcoming.first(where: { $0.timeline.name == name }) {
                throw waiting(next, at: state.snapshot.now.wall)
            }
            throw APIProblem(404, "no_such_run", "no run \"\(name)\" is playing here")
        }
        if playing.count == 1 { return playing[0] }
        guard playing.isEmpty else { throw several("several runs are playing", playing) }
        if let next = state.upcoming.min(by: { $0.start < $1.start }) {
            throw waiting(next, at: state.snapshot.now.wall)
        }
        throw APIProblem(404, "no_such_run", "no run is playing")
    }

    private static func several(_ words: String, _ runs: [RunSnapshot]) -> APIProblem {
        let names = runs.map(\.id.description).joined(separator: ", ")
        return APIProblem(409, "several_runs", "\(words), name one: \(names); panic holds all of them at once")
    }

    /// The problem with a command to a show that is not loaded yet: there is nothing that could keep it.
    private static func waiting(_ next: UpcomingShow, at now: Instant) -> APIProblem {
        let wait = Interval.seconds(max(0, (next.start - now).milliseconds / 1000)).words
        return APIProblem(
            409, "not_started",
            "\(next.timeline.name) starts at \(next.start.rfc3339), in \(wait): it takes commands from a few seconds before that on"
        )
    }
}
