import ControlAPI
import Glibc
import HTTPTypes
import Hummingbird
import NIOCore
import RunLog
import Scheduling
import ShowTime
import Timelines

/// Turns requests into calls, and what came of them into answers.
struct ControlResponder: HTTPResponder {
    struct Context: InitializableFromSource {
        let channel: any Channel

        init(source: ApplicationRequestContextSource) { channel = source.channel }
    }

    static let longestBody = 16 << 10

    let desk: ControlDesk
    let door: ControlDoor
    let files: ServedFiles

    func respond(to request: Request, context: Context) async throws -> Response {
        do throws(APIProblem) {
            return try await answer(request, on: context.channel)
        } catch {
            return Self.response(error)
        }
    }

    private func answer(_ request: Request, on channel: any Channel) async throws(APIProblem) -> Response {
        let path = String(request.head.path?.prefix { $0 != "?" } ?? "/")
        let query = try Self.query(request.head.path ?? "/")
        let match = APIRoute.match(request.head.method.rawValue, path)
        var caller = CallerAccess.Caller(role: .admin, name: Self.userName)
        var saysWho = true
        if case .network(let door) = door {
            try door.checkOrigin(of: request.head)
            if case .route(let route, _) = match, route.role == nil { return Self.text("ok\n") }
            let address = channel.remoteAddress?.ipAddress ?? ""
            let now = desk.driver.time.now.uptime
            if case .route(let route, _) = match, route.action == .front,
                let token = query.first(where: { $0.name == "token" })?.value
            {
                let session: String
                do throws(APIProblem) {
                    session = try door.access.beginSession(token: token, from: address, at: now)
                } catch {
                    return Self.page(error, files.noAccess)
                }
                return Self.entrance(door.cookie(session), request.head)
            }
            do throws(APIProblem) { caller = try door.caller(request.head, from: address, at: now) } catch {
                if case .route(let route, _) = match, route.action == .front { return Self.page(error, files.noAccess) }
                throw error
            }
            saysWho = false
        }
        switch match {
        case .none: throw .notFound
        case .otherMethod(let allowed):
            var response = Self.response(
                APIProblem(405, "method_not_allowed", "this is called with \(allowed)"))
            response.headers[.allow] = allowed
            return response
        case .route(let route, let name):
            guard route.role.map({ caller.role >= $0 }) ?? true else {
                throw APIProblem(
                    403, "forbidden",
                    "this takes the role \(route.role?.rawValue ?? ""), and the token of \(caller.name) has \(caller.role.rawValue)"
                )
            }
            guard let name = Self.decoded(name) else { throw .badRequest("the path is not well-formed") }
            let body = route.method == .post ? try await Self.body(of: request, on: channel) : []
            let call = try APICall(route, name: name, query: query, body: body, saysWho: saysWho)
            return try await answer(call, caller, request, on: channel)
        }
    }

    private func answer(
        _ call: APICall, _ caller: CallerAccess.Caller, _ request: Request, on channel: any Channel
    ) async throws(APIProblem) -> Response {
        func signed(_ origin: CommandOrigin) -> CommandOrigin {
            if case .socket = door { return origin }
            return CommandOrigin(id: origin.id, by: caller.name)
        }
        switch call {
        case .me:
            return Self.json {
                MeAnswer(role: caller.role, name: caller.name, version: showcallerVersion).write(to: &$0)
            }
        case .status:
            let status = await desk.status()
            return Self.json { status.write(to: &$0) }
        case .cues(let run, let selection):
            let cues = try await desk.cues(of: run, selection)
            return Self.json { cues.write(to: &$0) }
        case .records(let run, let limit):
            let records = try await desk.records(of: run, limit: limit)
            return Self.json { $0.write(records) }
        case .events: return try await events(request, for: caller, on: channel)
        case .command(let command, let run, let origin):
            return Self.response(try await desk.perform(command, on: run, from: signed(origin)))
        case .set(let call, let run, let origin):
            return Self.response(try await desk.set(call, on: run, from: signed(origin)))
        case .reload(let call, let run, let origin):
            return Self.response(try await desk.reload(call, of: run, from: signed(origin)))
        case .panic(let origin): return Self.response(await desk.panic(from: signed(origin)))
        case .send(let call, let origin): return Self.response(try await desk.send(call, from: signed(origin)))
        case .metrics:
            let text = MetricsText.text(
                await desk.status(), readers: await desk.feed.readerCount, version: showcallerVersion)
            return Self.text(text, type: "text/plain; version=0.0.4; charset=utf-8")
        case .health: return Self.text("ok\n")
        case .openAPI: return try Self.file(files.openAPI)
        case .front: return try Self.file(files.page("/"))
        case .page(let path): return try Self.file(files.page(path))
        }
    }

    /// A stream of events that goes on for as long as the caller reads it and is allowed to.
    private func events(
        _ request: Request, for caller: CallerAccess.Caller, on channel: any Channel
    ) async throws(APIProblem) -> Response {
        let lastID = request.head.headerFields[ResponseHeaders.name("last-event-id")]
        let joined = await desk.feed.join(after: lastID) { channel.close(mode: .all, promise: nil) }
        guard let (events, leave) = joined else {
            throw APIProblem(429, "too_many_readers", "\(EventFeed.mostReaders) read events already")
        }
        var isOver: @Sendable () -> Void = {}
        if case .network(let door) = door {
            isOver = door.access.begin(for: caller) { channel.close(mode: .all, promise: nil) }
        }
        return Response(
            status: .ok, headers: ResponseHeaders.fields(type: "text/event-stream"),
            body: ResponseBody { [isOver] writer in
                defer { isOver() }
                do {
                    for await event in events { try await writer.write(event) }
                    await leave()
                } catch {
                    await leave()
                    throw error
                }
                try await writer.finish(nil)
            })
    }

    // MARK: Requests

    /// The name of the user whose process this is.
    private static let userName = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"

    private static func body(of request: Request, on channel: any Channel) async throws(APIProblem) -> [UInt8] {
        let length = request.head.headerFields[.contentLength].flatMap { Int($0) } ?? 0
        // Closes the connection: the rest of the request is not waited for.
        func refuse() -> APIProblem {
            channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(mode: .all, promise: nil) }
            return .tooLarge
        }
        guard length <= longestBody else { throw refuse() }
        let timer = channel.eventLoop.scheduleTask(in: ControlListener.longestPause) {
            channel.close(mode: .all, promise: nil)
        }
        defer { timer.cancel() }
        let bytes: [UInt8]
        do { bytes = Array(try await request.body.collect(upTo: longestBody).readableBytesView) } catch {
            throw refuse()
        }
        guard !bytes.isEmpty else { return [] }
        let type = request.head.headerFields[.contentType]?.lowercased().prefix { $0 != ";" && $0 != " " }
        guard type == "application/json" else {
            throw .badRequest("the body is JSON: Content-Type: application/json")
        }
        return bytes
    }

    private static func query(_ path: String) throws(APIProblem) -> [(name: String, value: String)] {
        guard let mark = path.firstIndex(of: "?") else { return [] }
        var query: [(name: String, value: String)] = []
        for pair in path[path.index(after: mark)...].split(separator: "&") {
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = words.count > 1 ? spaced(words[1]) : ""
            guard let name = decoded(spaced(words[0])), let value = decoded(value) else {
                throw .badRequest("the query is not well-formed")
            }
            query.append((name, value))
        }
        return query
    }

    /// Forms write a space as a plus.
    private static func spaced(_ text: Substring) -> String { String(text.map { $0 == "+" ? " " : $0 }) }

    /// Nil where the text is not UTF-8 in percent-encoding.
    private static func decoded(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            guard digits.count == 2 else { return nil }
            bytes.append(UInt8(digits[0] << 4 | digits[1]))
            rest.removeFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate mutating func write(_ records: [Record]) {
        append(contentsOf: #"{"records":["#.utf8)
        for (index, record) in records.enumerated() {
            if index > 0 { append(UInt8(ascii: ",")) }
            append(record)
            removeLast()
        }
        append(contentsOf: "]}".utf8)
    }
}
