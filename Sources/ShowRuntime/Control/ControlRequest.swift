package import Scheduling
import ShowTime

/// A command as operators write it: `hold`, `go`, `shift 2s`, `skip ID`, `cancel`, `stop`.
package enum ControlRequest {
    package struct Problem: Error, Sendable { package var message: String }

    package static let verbs = ["hold", "go", "shift", "skip", "cancel", "stop", "status"]

    /// - Throws: ``Problem``, which says what would be right.
    package static func command(_ verb: String, argument: String?) throws(Problem) -> Command {
        switch (verb, argument) {
        case ("hold", nil): return .hold
        case ("go", nil): return .go
        case ("cancel", nil): return .cancel
        case ("stop", nil): return .stop
        case ("shift", let argument?):
            do throws(TimeSyntaxError) { return .shift(try Interval(offset: argument)) } catch {
                throw Problem(message: error.message)
            }
        case ("skip", let argument?): return .skip(CueSelector(argument))
        case ("shift", nil): throw Problem(message: "shift takes a time: shift 2s, shift -1m")
        case ("skip", nil): throw Problem(message: "skip takes the id of a message: skip offer")
        case ("hold", _), ("go", _), ("cancel", _), ("stop", _):
            throw Problem(message: "\(verb) takes nothing behind it")
        default: throw Problem(message: "there is no command \"\(verb)\": there is \(verbs.joined(separator: ", "))")
        }
    }

    /// The run that a name means: its id, its timeline, or nothing at all where only one is playing.
    package static func run(named name: String?, among runs: [RunStatus]) throws(Problem) -> RunID {
        let playing = runs.filter { $0.state != .ended && $0.state != .stopped }
        guard let name, !name.isEmpty else {
            guard let first = playing.first else { throw Problem(message: "no run is playing") }
            guard playing.count == 1 else {
                let names = playing.map(\.run.description).joined(separator: ", ")
                throw Problem(message: "several runs are playing, name one: \(names)")
            }
            return first.run
        }
        if let exact = runs.first(where: { $0.run.description == name }) { return exact.run }
        let matches = playing.filter { $0.run.timeline == name }
        guard let match = matches.first else {
            throw Problem(message: "no run \"\(name)\" is playing here")
        }
        guard matches.count == 1 else {
            let names = matches.map(\.run.description).joined(separator: ", ")
            throw Problem(message: "several runs of \"\(name)\" are playing, name one: \(names)")
        }
        return match.run
    }
}
