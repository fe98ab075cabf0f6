import ShowTime
import TestSupport
import Testing

@testable import Scheduling
@testable import ShowRuntime

struct ControlRequestTests {
    private func problem(_ verb: String, _ argument: String?) -> String? {
        do {
            _ = try ControlRequest.command(verb, argument: argument)
            return nil
        } catch { return error.message }
    }

    private static let verbs =
        "hold, go, shift, skip, unskip, cancel, stop, fire, again, set, reload, send, panic, next, status"

    @Test(
        arguments: [
            ("hold", nil, .hold), ("go", nil, .go), ("cancel", nil, .cancel), ("stop", nil, .stop),
            ("shift", "2s", .shift(.seconds(2))), ("shift", "-1m", .shift(.seconds(-60))),
            ("shift", "00:05", .shift(.seconds(5))), ("shift", "0", .shift(.zero)),
            ("skip", "offer", .skip(CueSelector("offer"))),
            ("skip", "~ab12", .skip(CueSelector("~ab12"))),
            ("skip", "r#3", .skip(CueSelector("r", occurrence: 3))),
            ("unskip", "r#3@a#b@c", .unskip(CueSelector("r", occurrence: 3, room: "a#b@c"))),
            ("fire", "r@123", .fire(CueSelector("r", room: "123"))),
            ("again", "offer", .again(CueSelector("offer"), notShown: false)),
            ("again", "offer --not-shown", .again(CueSelector("offer"), notShown: true)),
            ("go", "offer", .goFrom(hold: "offer")),
            ("set", "winner=Li Wei = 李伟", .set(name: "winner", value: "Li Wei = 李伟")),
            ("set", "winner=", .set(name: "winner", value: "")),
        ] as [(String, String?, Command)])
    func isRead(verb: String, argument: String?, command: Command) throws {
        #expect(try ControlRequest.command(verb, argument: argument) == command)
    }

    @Test(
        arguments: [
            ("hold", "now", "hold takes nothing behind it"),
            ("go", "", "go takes the name of a hold, as status shows it, or nothing"),
            ("cancel", "all", "cancel takes nothing behind it"), ("stop", "x", "stop takes nothing behind it"),
            ("set", nil, "set takes an input and its value: set winner=Ann"),
            ("set", "=Ann", "set takes an input and its value: set winner=Ann"),
            ("shift", nil, "shift takes a time: shift 2s, shift -1m"),
            ("skip", nil, "skip takes a cue: skip offer, skip countdown#3, skip offer@123"),
            ("fire", "r#", "\"r#\" is no cue: write offer, countdown#3, offer@123 or countdown#3@123"),
            ("fire", "r#+3", "\"r#+3\" is no cue: write offer, countdown#3, offer@123 or countdown#3@123"),
            ("fire", "r#0", "\"r#0\" is no cue: write offer, countdown#3, offer@123 or countdown#3@123"),
            ("skip", "@1", "\"@1\" is no cue: write offer, countdown#3, offer@123 or countdown#3@123"),
            ("again", "a b", "again takes one cue, and perhaps --not-shown"),
            ("shift", "5", "\"5\" has no unit: write 5ms, 5s, 5m, 5h or 5d"),
            ("", nil, "there is no command \"\": there is \(Self.verbs)"),
            ("HOLD", nil, "there is no command \"HOLD\": there is \(Self.verbs)"),
        ] as [(String, String?, String)])
    func saysWhatWouldBeRight(verb: String, argument: String?, message: String) {
        #expect(problem(verb, argument) == message)
    }

    @Test(arguments: ["", "later", "1h 99x", "999999d"]) func aShiftIsATime(argument: String) {
        #expect(problem("shift", argument) != nil)
    }
}
