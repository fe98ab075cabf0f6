import Scheduling
import ShowTime
import Timelines

extension APICall {
    /// The most characters of an id, and of a name.
    package static let longestID = 64
    private static let longestName = 256
    /// The most bytes of a text that is sent by hand; ZEGO takes fewer.
    private static let longestText = 4096
    private static let mostRooms = 100
    package static let mostCues = 500
    package static let mostRecords = 500

    /// - Parameters:
    ///   - name: what stands for the run, or the file, in the path; decoded.
    ///   - query: decoded.
    ///   - saysWho: whether the body says who the caller is (`by`), because no token does.
    package init(
        _ route: APIRoute, name: String, query: [(name: String, value: String)], body: [UInt8], saysWho: Bool
    ) throws(APIProblem) {
        switch route.action {
        case .cues: self = .cues(run: name, try Self.selection(query))
        case .records:
            self = .records(
                run: name, limit: try Self.limit(query, among: ["limit"], usual: 100, most: Self.mostRecords))
        case .me: self = .me
        case .status: self = .status
        case .events: self = .events
        case .metrics: self = .metrics
        case .health: self = .health
        case .openAPI: self = .openAPI
        case .front: self = .front
        case .page: self = .page("/page/" + name)
        case .verb, .panic, .send:
            try Self.check(query, among: [])
            var members = try RequestBody(body)
            let origin = CommandOrigin(
                id: try members.text("id", longest: Self.longestID),
                by: saysWho ? try members.text("by", longest: Self.longestID) : nil)
            self = try Self.read(route.action, run: name, &members, origin)
            try members.finish()
        }
    }

    private static func read(
        _ action: APIRoute.Action, run: String, _ members: inout RequestBody, _ origin: CommandOrigin
    ) throws(APIProblem) -> APICall {
        switch action {
        case .send: return .send(try send(&members), origin)
        case .verb(.set):
            guard let name = try members.text("name", longest: longestName) else { throw missing("name") }
            guard let value = try members.text("value", longest: longestText, orEmpty: true) else {
                throw missing("value")
            }
            let isCheck = try members.flag("check") ?? false
            return .set(SetCall(name: name, value: value, isCheck: isCheck), run: run, origin)
        case .verb(.reload):
            guard let applies = try members.flag("apply") else { throw missing("apply") }
            let sha256 = try members.text("sha256", longest: 64)
            return .reload(ReloadCall(applies: applies, sha256: sha256), run: run, origin)
        case .verb(let verb): return .command(try command(verb, &members), run: run, origin)
        default: return .panic(origin)
        }
    }

    private static func command(_ verb: RunVerb, _ members: inout RequestBody) throws(APIProblem) -> Command {
        switch verb {
        case .go:
            guard let hold = try members.text("hold", longest: longestName) else { return .go }
            return .goFrom(hold: hold)
        case .shift:
            guard let by = try members.integer("by_ms") else { throw missing("by_ms") }
            // Larger numbers could overflow when they are added up; the show itself moves by ten years at most.
            guard by.magnitude <= 1_000_000_000_000 else {
                throw APIProblem(CommandError.tooFar)
            }
            return .shift(.milliseconds(Int64(by)))
        case .skip: return .skip(try cue(&members))
        case .unskip: return .unskip(try cue(&members))
        case .fire: return .fire(try cue(&members))
        case .again:
            let cue = try cue(&members)
            return .again(cue, notShown: try members.flag("not_shown") ?? false)
        case .cancel: return .cancel
        case .stop: return .stop
        case .hold, .set, .reload: return .hold
        }
    }

    private static func cue(_ members: inout RequestBody) throws(APIProblem) -> CueSelector {
        guard let text = try members.text("cue", longest: longestName) else { throw missing("cue") }
        let room = try members.text("room", longest: longestName)
        guard var cue = CueSelector(text: text) else {
            throw .badRequest("\"cue\" is written offer, countdown#3, offer@123 or countdown#3@123")
        }
        guard cue.room == nil || room == nil else {
            throw .badRequest("the room is there twice, in \"cue\" and \"room\"")
        }
        cue.room = cue.room ?? room
        return cue
    }

    private static func send(_ members: inout RequestBody) throws(APIProblem) -> SendCall {
        guard let rooms = try members.texts("rooms", most: mostRooms, longest: longestName) else {
            throw missing("rooms")
        }
        guard let user = try members.text("user", longest: longestName) else { throw missing("user") }
        let name = try members.text("name", longest: longestName)
        let category = try members.text("category", longest: longestName) ?? Category.system.name
        guard let text = try members.text("text", longest: longestText, orEmpty: true) else { throw missing("text") }
        guard let category = Category(name: category) else { throw .badRequest("\"category\" is system or chat") }
        guard text.utf8.count <= longestText else { throw .badRequest("\"text\" is longer than \(longestText) bytes") }
        return SendCall(rooms: rooms, sender: Sender(id: user, name: name), category: category, text: text)
    }

    private static func missing(_ name: String) -> APIProblem { .badRequest("\"\(name)\" is missing") }

    // MARK: Queries

    private static func selection(_ query: [(name: String, value: String)]) throws(APIProblem) -> RunSnapshot.Selection
    {
        var selection = RunSnapshot.Selection()
        selection.most = try limit(
            query, among: ["from", "limit", "room", "category"], usual: 50, most: mostCues)
        for (name, value) in query {
            switch name {
            case "from":
                switch value {
                case "now": selection.begin = .now
                case "start": selection.begin = .start
                default:
                    guard let cue = CueSelector(text: value), cue.room == nil else {
                        throw .badRequest("\"from\" is start, now or a cue like countdown#3")
                    }
                    selection.begin = .cue(cue)
                }
            case "room": selection.room = value
            case "category":
                guard let category = Category(name: value) else { throw .badRequest("\"category\" is system or chat") }
                selection.category = category
            default: break
            }
        }
        return selection
    }

    private static func limit(
        _ query: [(name: String, value: String)], among names: [String], usual: Int, most: Int
    ) throws(APIProblem) -> Int {
        try check(query, among: names)
        guard let text = query.first(where: { $0.name == "limit" })?.value else { return usual }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let limit = Int(text), (1...most).contains(limit) else {
            throw .badRequest("\"limit\" is a number from 1 to \(most)")
        }
        return limit
    }

    private static func check(_ query: [(name: String, value: String)], among names: [String]) throws(APIProblem) {
        var seen: Set<String> = []
        for (name, _) in query {
            guard names.contains(name) else {
                throw .badRequest(
                    "there is no \"\(name.prefix(40))\" in this query\(Suggestion.hint(for: name, among: names))")
            }
            guard seen.insert(name).inserted else { throw .badRequest("\"\(name)\" is there twice") }
        }
    }
}
