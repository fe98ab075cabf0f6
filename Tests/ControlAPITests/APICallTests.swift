import Scheduling
import ShowTime
import Testing
import Timelines

@testable import ControlAPI

@Suite struct APICallTests {
    private func read(
        _ method: String, _ path: String, query: [(String, String)] = [], body: String = "", saysWho: Bool = true
    ) throws -> APICall {
        guard case .route(let route, let name) = APIRoute.match(method, path) else { throw APIProblem.notFound }
        return try APICall(
            route, name: name, query: query.map { (name: $0.0, value: $0.1) }, body: Array(body.utf8), saysWho: saysWho)
    }

    private func problem(_ path: String, query: [(String, String)] = [], _ body: String = "", method: String = "POST")
        -> String
    {
        do {
            _ = try read(method, path, query: query, body: body)
            return "none"
        } catch { return (error as? APIProblem)?.message ?? "\(error)" }
    }

    @Test(
        arguments: [
            .hold, .go, .goFrom(hold: "a \"b\""), .shift(.milliseconds(-1500)), .skip(CueSelector("a")),
            .unskip(CueSelector("r", occurrence: 3, room: "a#b@c")), .fire(CueSelector("r", room: "1")), .cancel, .stop,
            .again(CueSelector("r"), notShown: true), .again(CueSelector("r"), notShown: false),
        ] as [Command])
    func whatAClientWritesAServerReads(command: Command) throws {
        let origin = CommandOrigin(id: "7f", by: "Ann")
        let body = String(decoding: command.body(from: origin), as: UTF8.self)
        let call = try read("POST", "/v1/runs/show/\(command.verb.rawValue)", body: body)
        guard case .command(let read, "show", origin) = call else { throw APIProblem.badRequest("\(call)") }
        #expect(read == command)
    }

    @Test func sendSetAndReloadAreReadToo() throws {
        let sent = SendCall(rooms: ["a", "b"], sender: Sender(id: "u", name: "U"), category: .chat, text: "hi")
        guard
            case .send(sent, _) = try read(
                "POST", "/v1/send", body: String(decoding: sent.body(from: CommandOrigin()), as: UTF8.self))
        else { throw APIProblem.badRequest("send") }
        let set = SetCall(name: "winner", value: "", isCheck: true)
        guard
            case .set(set, "x", _) = try read(
                "POST", "/v1/runs/x/set", body: String(decoding: set.body(from: CommandOrigin()), as: UTF8.self))
        else { throw APIProblem.badRequest("set") }
        let reload = ReloadCall(applies: true, sha256: "ab")
        guard
            case .reload(reload, "all", _) = try read(
                "POST", "/v1/runs/all/reload", body: String(decoding: reload.body(from: CommandOrigin()), as: UTF8.self)
            )
        else { throw APIProblem.badRequest("reload") }
    }

    @Test(
        arguments: [
            ("/v1/runs/a/shift", "{}", "\"by_ms\" is missing"),
            ("/v1/runs/a/shift", "{\"by_ms\": \"1\"}", "\"by_ms\" is a whole number"),
            ("/v1/runs/a/shift", "{\"by_ms\": 1.5}", "\"by_ms\" is a whole number"),
            ("/v1/runs/a/shift", "{\"by_ms\": 1000000000001}", "that would move the show by more than ten years"),
            (
                "/v1/runs/a/skip", "{\"cue\": \"r#0\"}",
                "\"cue\" is written offer, countdown#3, offer@123 or countdown#3@123"
            ),
            (
                "/v1/runs/a/skip", "{\"cue\": \"r@1\", \"room\": \"2\"}",
                "the room is there twice, in \"cue\" and \"room\""
            ),
            (
                "/v1/runs/a/skip", "{\"cue\": \"r\", \"rom\": \"2\"}",
                "\"rom\" is not known here: did you mean \"room\"?"
            ),
            ("/v1/runs/a/again", "{\"cue\": \"r\", \"not_shown\": 1}", "\"not_shown\" is true or false"),
            ("/v1/runs/a/hold", "{\"cue\": \"r\"}", "\"cue\" is not known here"),
            ("/v1/runs/a/hold", "[1]", "the body is not a JSON object like {\"id\": \"7f3a\"}"),
            ("/v1/runs/a/hold", "{\"a\\u0062\": 1}", "\"ab\" is not known here"),
            ("/v1/runs/a/reload", "{}", "\"apply\" is missing"),
            ("/v1/send", "{\"rooms\": []}", "\"rooms\" is a list of 1 to 100 texts"),
            ("/v1/send", "{\"rooms\": [\"a\", 1]}", "\"rooms\" is a list of 1 to 100 texts"),
            (
                "/v1/send", "{\"rooms\": [\"a\"], \"user\": \"u\", \"category\": \"loud\", \"text\": \"x\"}",
                "\"category\" is system or chat"
            ),
        ])
    func whatIsWrongIsSaid(path: String, body: String, message: String) {
        #expect(problem(path, body) == message)
    }

    @Test func aQueryIsReadStrictly() throws {
        let path = "/v1/runs/a/cues"
        guard
            case .cues("a", let selection) = try read(
                "GET", path, query: [("from", "r#3"), ("limit", "7"), ("room", "x"), ("category", "chat")])
        else { throw APIProblem.badRequest("cues") }
        #expect(selection.begin == .cue(CueSelector("r", occurrence: 3)) && selection.most == 7)
        #expect(selection.room == "x" && selection.category == .chat)
        #expect(problem(path, query: [("limit", "0")], method: "GET") == "\"limit\" is a number from 1 to 500")
        #expect(problem(path, query: [("limit", "+5")], method: "GET") == "\"limit\" is a number from 1 to 500")
        #expect(
            problem(path, query: [("form", "a")], method: "GET")
                == "there is no \"form\" in this query: did you mean \"from\"?")
        #expect(problem(path, query: [("from", "a"), ("from", "a")], method: "GET") == "\"from\" is there twice")
        #expect(problem("/v1/panic", query: [("a", "b")]) == "there is no \"a\" in this query")
    }

    @Test func routesAreFoundByTheirPaths() {
        #expect(APIRoute.match("GET", "/v1/nothing") == .none)
        #expect(APIRoute.match("GET", "/v1/runs//cues") == .none)
        #expect(APIRoute.match("GET", "/page/") == .none)
        #expect(APIRoute.match("GET", "/v1/panic") == .otherMethod(allowed: "POST"))
        guard case .route(let route, "a/b.js") = APIRoute.match("GET", "/page/a/b.js") else {
            Issue.record("a file in a folder is not found")
            return
        }
        #expect(route.action == .page)
    }
}
