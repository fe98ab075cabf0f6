import Glibc
import HTTPTypes
import Hummingbird
import JSONText
import Logging
import NIOCore
import Scheduling
import ServiceLifecycle
package import ShowTime
import Timelines

/// Lets operators command a running scheduler: HTTP on a Unix socket that only this user can open.
///
/// | call | does |
/// |---|---|
/// | `GET /status` | everything that is played, as JSON |
/// | `GET /next?run=NAME&most=10` | the next cues of a run, with their texts |
/// | `POST /command?verb=shift&argument=2s&run=NAME&by=WHO&id=ID` | carries out a command, one of an id once |
/// | the same with `verb=set&check=1` | says what would go out with a value, and changes nothing |
/// | `POST /send?room=R&user=U&name=N&category=chat`, the text as body | sends one message now |
///
/// Answers are JSON objects with `message`, or `error` where it was not done.
///
/// Whatever becomes of it, the show goes on: it never fails, and never ends before it is told to.
package struct ControlServer: Service {
    private let path: String
    private let driver: LiveDriver
    /// How long a stopped run's attempts have to end.
    private let grace: Interval
    /// How long a shutdown waits for clients that are in the middle of something.
    private let patience: Duration

    package init(path: String, driver: LiveDriver, grace: Interval, patience: Duration = .seconds(2)) {
        self.path = path
        self.driver = driver
        self.grace = grace
        self.patience = patience
    }

    package func run() async throws {
        // We hold the account's lock, so whoever made this socket is gone.
        unlink(path)
        defer { unlink(path) }
        var reason = "the control socket was closed"
        do { try await serve() } catch { reason = "cannot listen on \(path): \(Self.words(for: error))" }
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        driver.report(.uncontrolled(reason: reason))
        try? await gracefulShutdown()
    }

    private func serve() async throws {
        let application = Application(
            router: router(), configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
            onServerRunning: { _ in chmod(path, 0o600) },
            logger: Logger(label: "control") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await application.run() }
            // A client that sends half a request would be waited for until it goes away.
            tasks.addTask {
                try await gracefulShutdown()
                try await Task.sleep(for: patience)
            }
            try await tasks.next()
            tasks.cancelAll()
        }
    }

    private static func words(for error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        return error is SocketAddressError ? "the path is too long for a socket" : "\(type(of: error))"
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("status") { _, _ in
            var body: [UInt8] = []
            await driver.status.write(to: &body)
            return Self.response(.ok, body)
        }
        router.get("next") { request, _ in
            let query = request.uri.queryParameters
            return await next(
                run: query["run"].map(String.init), most: query["most"].flatMap { Int($0) } ?? ControlRequest.usualCues)
        }
        router.post("command") { request, _ in
            let query = request.uri.queryParameters
            return await command(
                verb: query["verb"].map(String.init) ?? "", argument: query["argument"].map(String.init),
                run: query["run"].map(String.init), isCheck: query["check"] != nil,
                from: CommandOrigin(id: query["id"].map(String.init), by: query["by"].map(String.init)))
        }
        router.post("send") { request, _ in
            let query = request.uri.queryParameters
            let body = try await request.body.collect(upTo: 1 << 16)
            guard let room = query["room"], let user = query["user"] else {
                return Self.problem("room and user are missing", .badRequest)
            }
            guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
                return Self.problem("the text is not UTF-8", .badRequest)
            }
            return await send(
                room: String(room), sender: Sender(id: String(user), name: query["name"].map(String.init)),
                category: query["category"].map(String.init) ?? Category.system.name, text: text)
        }
        return router
    }

    private func next(run name: String?, most: Int) async -> Response {
        do throws(ControlRequest.Problem) {
            let id = try ControlRequest.run(named: name, among: await driver.status.runs)
            guard let cues = await driver.nextCues(of: id, most: min(max(most, 1), ControlRequest.mostCues)) else {
                return Self.problem("\(id) has ended", .conflict)
            }
            var body: [UInt8] = []
            cues.write(to: &body)
            return Self.response(.ok, body)
        } catch {
            return Self.problem(error.message, .badRequest)
        }
    }

    /// - Parameter isCheck: of `set`, only what would go out is asked for.
    private func command(
        verb: String, argument: String?, run: String?, isCheck: Bool, from origin: CommandOrigin
    ) async -> Response {
        if verb == "panic" {
            let held = await driver.panic(from: origin)
            return Self.answer(
                held.isEmpty
                    ? "nothing was playing that was not held already"
                    : "held: \(held.map(\.description).joined(separator: ", ")); \"go\" lets each go on")
        }
        do {
            let command = try ControlRequest.command(verb, argument: argument)
            let runs = await driver.status.runs
            let id = try ControlRequest.run(named: run, among: runs)
            if command == .stop {
                try await driver.stop(id, grace: grace, from: origin)
                return Self.answer("\(id): stopped; the same command goes on with it")
            }
            if case .set(let name, let value) = command {
                let answer = try await driver.set(name, to: value, on: id, isCheck: isCheck, from: origin)
                return Self.response(.ok, CommandAnswer(answer, of: id))
            }
            switch try await driver.perform(command, on: id, from: origin) {
            case .done(let deliveries):
                return Self.answer("\(id): \(Self.confirmation(of: command, deliveries))")
            case .hadBeenDone(let by, let time):
                return Self.answer("\(id): that was done already, at \(time.rfc3339)\(by.map { " by \($0)" } ?? "")")
            }
        } catch let problem as ControlRequest.Problem {
            return Self.problem(problem.message, .badRequest)
        } catch let error as CommandError {
            return Self.problem(error.message, .conflict)
        } catch {
            return Self.problem("not done", .internalServerError)
        }
    }

    private static func confirmation(of command: Command, _ deliveries: Int?) -> String {
        let number = deliveries.map { $0 == 1 ? "1 delivery" : "\($0) deliveries" } ?? ""
        return switch command {
        case .hold: "held; \"go\" lets the show go on"
        case .go, .goFrom: "goes on"
        case .shift(let interval): "moved by \(interval.words)"
        case .skip(let cue): "\(cue.text) is skipped, \(number)"
        case .unskip(let cue): "\(cue.text) goes out after all, \(number)"
        case .fire(let cue): "\(cue.text) goes out now, \(number)"
        case .again(let cue, _): "\(cue.text) goes out once more, \(number)"
        case .set(let name, let value): "\(name) is \"\(value)\""
        case .cancel: "all that was left is cancelled"
        case .stop: "stopped; the same command goes on with it"
        }
    }

    private func send(room: String, sender: Sender, category name: String, text: String) async -> Response {
        guard let category = Category.allCases.first(where: { $0.name == name }) else {
            return Self.problem("a category is system or chat", .badRequest)
        }
        let message: DirectMessage
        do throws(DirectMessage.Problem) {
            message = try DirectMessage(roomID: room, sender: sender, category: category, text: text)
        } catch {
            return Self.problem(error.message, .badRequest)
        }
        var body: [UInt8] = []
        DirectSendAnswer(await driver.send(message)).write(to: &body)
        return Self.response(.ok, body)
    }

    // MARK: Answers

    private static func answer(_ text: String) -> Response { response(.ok, CommandAnswer(isDone: true, text)) }

    private static func problem(_ text: String, _ status: HTTPResponse.Status) -> Response {
        response(status, CommandAnswer(isDone: false, text))
    }

    private static func response(_ status: HTTPResponse.Status, _ answer: CommandAnswer) -> Response {
        var body: [UInt8] = []
        answer.write(to: &body)
        return response(status, body)
    }

    private static func response(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
