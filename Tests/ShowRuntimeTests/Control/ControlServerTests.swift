import Glibc
import JSONText
import Logging
import NIOCore
import NIOPosix
import Scheduling
import ServiceLifecycle
import ShowTime
import Testing
import Timelines

@testable import Showcaller

/// Commands over a real socket.
@Suite(.timeLimit(.minutes(10))) struct ControlServerTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1_2", requestID: "42")
    private let folder = TemporaryFolder()
    private var socket: String { folder.path("control.sock") }

    /// Runs a control server as long as the body takes, and shuts it down.
    private func serving<Result>(
        _ rehearsal: Rehearsal, patience: Duration = .seconds(20),
        _ body: (ControlClient) async throws -> Result
    ) async throws -> Result {
        let server = ControlServer(
            path: socket, conductor: rehearsal.conductor, grace: .seconds(3), patience: patience)
        let group = ServiceGroup(configuration: .init(services: [server], logger: .silent))
        let running = Task { try await group.run() }
        let client = ControlClient(socket: socket)
        while (try? await client.status()) == nil {
            try Task.checkCancellation()
            await Task.yield()
        }
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(client)) } catch { result = .failure(error) }
        await group.triggerGracefulShutdown()
        try await running.value
        return try result.get()
    }

    private func text(_ answer: ControlClient.Answer) -> String { String(decoding: answer.body, as: UTF8.self) }

    @Test func saysWhatIsPlaying() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            let nothing = try await client.status()
            #expect(nothing.isOK)
            #expect(
                text(nothing) == """
                    {"time":"2026-11-20T12:00:00.000Z","account_held":false,"records_blocked":false,\
                    "quota_percent":100,"runs":[],"upcoming":[]}

                    """)
            let script = try timeline(
                "- {id: a, at: 0, text: one}\n- {id: b, at: 60s, text: two}", more: "title: \"The \\\"Show\\\" 👋\"")
            try await rehearsal.play(script, into: MemoryStore())
            await rehearsal.settle()
            #expect(
                text(try await client.status()).hasSuffix(
                    """
                    "runs":[{"run":"show@20261120T120000Z","state":"playing","title":"The \\"Show\\" 👋","planned":2,\
                    "held_before":null,"open":0,"in_flight":0,"shift_ms":0,"sent":1,"rejected":0,"failed":0,\
                    "missed":0,"cancelled":0,"unknown":0,"invalid":0,"next":"b","next_due":"2026-11-20T12:01:00.000Z"}],"upcoming":[]}

                    """))
            await rehearsal.advance(.seconds(120))
            let end = text(try await client.status())
            #expect(end.contains("\"state\":\"ended\""))
            #expect(end.contains("\"next\":null,\"next_due\":null"))
        }
    }

    @Test func aRunWithoutEndHasNothingPlanned() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            try await rehearsal.play(timeline("- {id: a, every: 1h, from: 1h, text: one}"), into: MemoryStore())
            #expect(text(try await client.status()).contains("\"state\":\"waiting\""))
            #expect(text(try await client.status()).contains("\"planned\":null"))
        }
    }

    @Test func carriesOutCommands() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            try await rehearsal.play(
                timeline("- {id: a.b_c, at: 1h, text: one}\n- {id: z, at: 2h, text: z}"), into: store)
            func tell(_ verb: String, _ argument: String? = nil, run: String? = nil) async throws -> (Bool, String) {
                let answer = try await client.command(verb, argument: argument, run: run)
                return (answer.isOK, text(answer))
            }
            let id = "show@20261120T120000Z"
            #expect(try await tell("hold") == (true, "{\"message\":\"\(id): held; \\\"go\\\" lets the show go on\"}\n"))
            #expect(
                try await tell("hold")
                    == (false, "{\"error\":\"\(id) is held already: \\\"go\\\" lets it go on\"}\n"))
            #expect(try await tell("go", run: "show") == (true, "{\"message\":\"\(id): goes on\"}\n"))
            #expect(try await tell("shift", "-00:30", run: id) == (true, "{\"message\":\"\(id): moved by -30s\"}\n"))
            #expect(try await tell("skip", "a.b_c") == (true, "{\"message\":\"\(id): a.b_c is skipped\"}\n"))
            #expect(
                try await tell("skip", "a.b_d")
                    == (
                        false,
                        "{\"error\":\"the script has no message \\\"a.b_d\\\": did you mean \\\"a.b_c\\\"?\"}\n"
                    ))
            #expect(try await tell("skip").0 == false)
            #expect(try await tell("hold", "x").0 == false)
            #expect(try await tell("", nil).0 == false)
            #expect(
                try await tell("hold", run: "other") == (
                    false, "{\"error\":\"no run \\\"other\\\" is playing here\"}\n"
                ))
            #expect(
                try await tell("cancel") == (true, "{\"message\":\"\(id): all that was left is cancelled\"}\n"))
            #expect(try await tell("hold") == (false, "{\"error\":\"no run is playing\"}\n"))
            #expect(try await tell("hold", run: id) == (false, "{\"error\":\"\(id) has ended\"}\n"))
        }
        #expect(
            store.story == ["hold", "go", "shift", "skip", "cancelled a.b_c#1@a", "cancel", "cancelled z#1@a", "end"])
    }

    @Test func stoppingGivesWhatIsOnItsWayItsGrace() async throws {
        let store = MemoryStore()
        let rehearsal = Rehearsal()
        try await serving(rehearsal) { client async throws in
            try await rehearsal.play(timeline("- {id: a, at: 0, text: one}"), into: store)
            try await rehearsal.transport.sent.reach(1)
            let answer = try await client.command("stop", argument: nil, run: nil)
            #expect(text(answer).contains("stopped; the same command goes on with it"))
            await rehearsal.advance(.milliseconds(2999))
            #expect(store.story == ["attempt a#1@a", "shutdown"])
            await rehearsal.advance(.milliseconds(1))
            #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        }
    }

    // MARK: Messages by hand

    @Test func sendsWhatItIsGiven() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            let content = "20% off + free & \"more\" = #1? 欢迎 👋\nline two"
            let answer = try await client.send(
                room: "a#b&c", user: "h+o=s%t", name: "名 &+", category: "chat", text: "  " + content + "\n")
            #expect(answer.isOK)
            #expect(
                text(answer) == """
                    {"accepted":true,"definite":true,"code":0,"reason":null,"message_id":"1_2","request_id":"42",\
                    "took_ms":0}

                    """)
            let attempt = try #require(rehearsal.transport.attempts.first)
            #expect(attempt.content == content)
            #expect(attempt.roomID == "a#b&c")
            #expect(attempt.sender == Sender(id: "h+o=s%t", name: "名 &+"))
            #expect(attempt.category == .chat)
        }
    }

    @Test(arguments: [
        (AttemptEnd(.unanswered, reason: "no answer in time"), false, false),
        (AttemptEnd(.foreignAnswer, reason: "HTTP 500"), false, false),
        (AttemptEnd(.notSent, reason: "connection refused"), false, true),
        (AttemptEnd(.refused, code: 104, reason: "nobody"), false, true),
    ])
    func saysWhetherAnybodyCanSay(end: AttemptEnd, isAccepted: Bool, isDefinite: Bool) async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in end })
        try await serving(rehearsal) { client async throws in
            let body = text(try await client.send(room: "r", user: "u", name: nil, category: "system", text: "hi"))
            #expect(body.contains("\"accepted\":\(isAccepted)"))
            #expect(body.contains("\"definite\":\(isDefinite)"))
        }
    }

    @Test func whatZEGOWouldNotTakeIsNotSent() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            func send(
                _ text: String = "hi", room: String = "r", user: String = "u", category: String = "chat"
            ) async throws -> String {
                let answer = try await client.send(room: room, user: user, name: nil, category: category, text: text)
                #expect(!answer.isOK)
                return self.text(answer)
            }
            #expect(try await send("") == "{\"error\":\"the text is empty\"}\n")
            #expect(try await send(" \n").contains("the text is empty"))
            #expect(try await send(String(repeating: "x", count: 1025)).contains("1 more than the 1024"))
            #expect(try await send("bell\u{7}").contains("U+0007"))
            #expect(try await send(room: "").contains("a room id cannot be empty"))
            #expect(try await send(user: "中").contains("a sender id has letters"))
            #expect(try await send(category: "loud") == "{\"error\":\"a category is system or chat\"}\n")
            #expect(rehearsal.transport.attempts.isEmpty)
        }
    }

    @Test func bytesThatAreNoTextAreNotSent() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            let notUTF8 = [0x68, 0xFF] as [UInt8]
            let tooMuch = [UInt8](repeating: 0x68, count: 1 << 17)
            for bytes in [notUTF8, tooMuch] {
                let answer = try await client.send(room: "r", user: "u", name: nil, category: "chat", bytes: bytes)
                #expect(!answer.isOK)
            }
            #expect(rehearsal.transport.attempts.isEmpty)
        }
    }

    @Test func afterTheEndNothingIsSentAndNothingHangs() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        try await serving(rehearsal) { client async throws in
            try await rehearsal.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            await rehearsal.conductor.shutDown(grace: .seconds(1))
            await rehearsal.conductor.waitUntilIdle()
            let end = text(try await client.send(room: "r", user: "u", name: nil, category: "chat", text: "hi"))
            #expect(end.contains("\"accepted\":false,\"definite\":true"))
            #expect(try await !client.command("hold", argument: nil, run: nil).isOK)
            #expect(try await !client.command("hold", argument: nil, run: "show").isOK)
            #expect(try await client.status().isOK)
        }
        #expect(rehearsal.transport.attempts.isEmpty)
    }

    // MARK: The socket

    @Test func isForThisUserAloneAndGoneAtTheEnd() async throws {
        // A killed process left something behind.
        folder.write("stale", to: "control.sock")
        try await serving(Rehearsal()) { _ in
            var information = stat()
            #expect(stat(socket, &information) == 0)
            #expect(information.st_mode & S_IFMT == S_IFSOCK)
            #expect(information.st_mode & 0o777 == 0o600)
        }
        #expect(folder.names() == [])
    }

    @Test(arguments: ["", "GET /sta", "POST /send?room=r&user=u HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf a bo"])
    func aClientThatHangsDoesNotHoldUpAShutdown(request: String) async throws {
        let hanging = try await serving(Rehearsal(), patience: .milliseconds(50)) { client async throws in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: socket).get()
            try await channel.writeAndFlush(ByteBuffer(string: request))
            // Behind it there is another that is answered.
            #expect(try await client.status().isOK)
            return channel
        }
        try await hanging.closeFuture.get()
    }

    @Test func aSocketThatCannotBeMadeIsNoReasonToEndTheShow() async throws {
        let rehearsal = Rehearsal(FakeTransport { _ in Self.accepted })
        let path = folder.path(String(repeating: "long", count: 40))
        let server = ControlServer(path: path, conductor: rehearsal.conductor, grace: .zero)
        let show = ShowService(
            rehearsal.conductor, runs: [try .inMemory(timeline("- {id: a, at: 60s, text: one}"))], grace: .zero)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server), .init(service: show, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: .silent))
        let running = Task { try await group.run() }
        try await rehearsal.observer.count.reach(1)
        try await rehearsal.until { await !$0.status.runs.isEmpty }
        await rehearsal.advance(.seconds(60))
        try await running.value
        #expect(rehearsal.observer.words == ["uncontrolled", "sent a", "ended"])
        guard case .uncontrolled(let reason) = rehearsal.observer.events.first else { return }
        #expect(reason == "cannot listen on \(path): the path is too long for a socket")
    }

    // MARK: The client

    @Test func aSocketThatNobodyListensAtIsUnreachable() async throws {
        try await HostileSocket.left(at: socket)
        await #expect(throws: ControlClient.Unreachable.self) { try await ControlClient(socket: socket).status() }
        await #expect(throws: ControlClient.Unreachable.self) {
            try await ControlClient(socket: folder.path("none.sock")).status()
        }
    }

    @Test func whatDoesNotSpeakHTTPIsUnreachable() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                // Only once it is open can anything be said.
                channel.eventLoop.execute { channel.writeAndFlush(ByteBuffer(string: "what?\r\n\r\n"), promise: nil) }
                return channel.eventLoop.makeSucceededVoidFuture()
            }
            .bind(unixDomainSocketPath: socket).get()
        await #expect(throws: ControlClient.Unreachable.self) { try await ControlClient(socket: socket).status() }
        try await channel.close()
    }
}

private enum HostileSocket {
    /// Leaves a socket behind as a killed process does.
    static func left(at path: String) async throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { buffer in
            for (index, byte) in path.utf8.enumerated() { buffer[index] = byte }
        }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(result == 0)
        close(descriptor)
    }
}
