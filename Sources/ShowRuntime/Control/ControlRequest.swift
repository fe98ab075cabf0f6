import ControlAPI
package import Scheduling
import ShowTime
import Timelines

/// A command as operators write it: `hold`, `go`, `shift 2s`, `skip countdown#3`, `again offer --not-shown`.
package enum ControlRequest {
    package struct Problem: Error, Sendable { package var message: String }

    package static let verbs = [
        "hold", "go", "shift", "skip", "unskip", "cancel", "stop", "fire", "again", "set", "reload", "send", "panic",
        "next", "status",
    ]

    /// How many cues are shown by default, and how many at most.
    package static let usualCues = 10
    package static let mostCues = APICall.mostCues

    /// How many cues `next` is to show.
    package static func cueCount(_ argument: String?) throws(Problem) -> Int {
        guard let argument else { return usualCues }
        guard let count = Int(digits: argument), (1...mostCues).contains(count) else {
            throw Problem(message: "next takes a number of cues, from 1 to \(mostCues)")
        }
        return count
    }

    /// - Parameter words: what stands behind the verb.
    /// - Throws: ``Problem``, which says what would be right.
    static func request(_ verb: String, _ words: [String]) throws(Problem) -> WrittenCommand.Request {
        let argument = words.isEmpty ? nil : words.joined(separator: " ")
        switch verb {
        case "send": return .send(try sendCall(words))
        case "reload":
            guard words.isEmpty || words == ["--yes"] else { throw Problem(message: "reload takes nothing but --yes") }
            return .reload(isAgreed: !words.isEmpty)
        case "panic", "status":
            guard words.isEmpty else { throw Problem(message: "\(verb) takes nothing behind it") }
            return verb == "panic" ? .panic : .status
        case "next": return .next(try cueCount(argument))
        default:
            let command = try command(verb, argument: argument)
            if case .set(let name, let value) = command { return .set(SetCall(name: name, value: value)) }
            return .command(command)
        }
    }

    private static func sendCall(_ words: [String]) throws(Problem) -> SendCall {
        let usage = "write send --room ROOM --user USER [--name NAME] [--category chat] TEXT; --room may come again"
        var rooms: [String] = []
        var user: String?
        var name: String?
        var category = Category.system
        var rest = words[...]
        while let option = rest.first, option.hasPrefix("--"), option != "--" {
            guard let value = rest.dropFirst().first else { throw Problem(message: usage) }
            switch option {
            case "--room": rooms.append(value)
            case "--user": user = value
            case "--name": name = value
            case "--category":
                guard let named = Category(name: value) else { throw Problem(message: "a category is system or chat") }
                category = named
            default: throw Problem(message: usage)
            }
            rest = rest.dropFirst(2)
        }
        if rest.first == "--" { rest.removeFirst() }
        guard !rooms.isEmpty, let user, !rest.isEmpty else { throw Problem(message: usage) }
        return SendCall(
            rooms: rooms, sender: Sender(id: user, name: name), category: category,
            text: rest.joined(separator: " "))
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
        case ("set", _): return try set(argument ?? "")
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
        return .set(name: String(argument[..<sign]), value: String(argument[argument.index(after: sign)...]))
    }

    private static func again(_ argument: String) throws(Problem) -> Command {
        let words = argument.split(separator: " ")
        let names = words.filter { $0 != notShown }
        guard names.count == 1 else { throw Problem(message: "again takes one cue, and perhaps \(notShown)") }
        return .again(try cue(names[0]), notShown: words.count > 1)
    }
}
