package import Scheduling
import ShowTime

/// A command as operators write it: `hold`, `go`, `shift 2s`, `skip countdown#3`, `again offer --not-shown`.
package enum ControlRequest {
    package struct Problem: Error, Sendable { package var message: String }

    package static let verbs = [
        "hold", "go", "shift", "skip", "unskip", "cancel", "stop", "fire", "again", "set", "panic", "next", "status",
    ]
    /// Those that are about everything that is played, and no command to one run.
    package static let verbsOfAll = ["panic", "status"]

    /// So many cues are shown where nobody says how many, and so many at most.
    package static let usualCues = 10
    package static let mostCues = 1000

    /// How many cues `next` is to show.
    package static func cueCount(_ argument: String?) throws(Problem) -> Int {
        guard let argument else { return usualCues }
        guard let count = Int(argument), (1...mostCues).contains(count) else {
            throw Problem(message: "next takes a number of cues, from 1 to \(mostCues)")
        }
        return count
    }

    private static let notShown = "--not-shown"

    /// - Parameter argument: what stands behind the verb.
    /// - Throws: ``Problem``, which says what would be right.
    package static func command(_ verb: String, argument: String?) throws(Problem) -> Command {
        switch (verb, argument) {
        case ("hold", nil): return .hold
        case ("go", nil): return .go
        case ("go", let hold?) where !hold.isEmpty: return .goFrom(hold: hold)
        case ("cancel", nil): return .cancel
        case ("stop", nil): return .stop
        case ("shift", let argument?):
            do throws(TimeSyntaxError) { return .shift(try Interval(offset: argument)) } catch {
                throw Problem(message: error.message)
            }
        case ("skip", let argument?): return .skip(try cue(argument))
        case ("unskip", let argument?): return .unskip(try cue(argument))
        case ("fire", let argument?): return .fire(try cue(argument))
        case ("again", let argument?): return try again(argument)
        case ("set", let argument?): return try set(argument)
        case ("set", nil): throw Problem(message: "set takes an input and its value: set winner=Ann")
        case ("shift", nil): throw Problem(message: "shift takes a time: shift 2s, shift -1m")
        case ("skip", nil), ("unskip", nil), ("fire", nil), ("again", nil):
            throw Problem(message: "\(verb) takes a cue: \(verb) offer, \(verb) countdown#3, \(verb) offer@123")
        case ("go", _): throw Problem(message: "go takes the name of a hold, as status shows it, or nothing")
        case ("hold", _), ("cancel", _), ("stop", _):
            throw Problem(message: "\(verb) takes nothing behind it")
        default: throw Problem(message: "there is no command \"\(verb)\": there is \(verbs.joined(separator: ", "))")
        }
    }

    private static func cue(_ text: some StringProtocol) throws(Problem) -> CueSelector {
        guard let cue = CueSelector(text: text) else {
            throw Problem(message: "\"\(text)\" is no cue: write offer, countdown#3, offer@123 or countdown#3@123")
        }
        return cue
    }

    private static func set(_ argument: String) throws(Problem) -> Command {
        guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
            throw Problem(message: "set takes an input and its value: set winner=Ann")
        }
        let name = argument[..<sign]
        return .set(name: String(name), value: String(argument[argument.index(after: sign)...]))
    }

    private static func again(_ argument: String) throws(Problem) -> Command {
        let words = argument.split(separator: " ")
        let names = words.filter { $0 != notShown }
        guard names.count == 1 else { throw Problem(message: "again takes one cue, and perhaps \(notShown)") }
        return .again(try cue(names[0]), notShown: words.count > 1)
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
