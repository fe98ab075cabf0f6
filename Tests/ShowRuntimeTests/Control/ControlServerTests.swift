import Glibc
import JSONText
import Logging
import NIOCore
import NIOPosix
import Scheduling
import ServiceLifecycle
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Commands over a real socket.
@Suite(.timeLimit(.minutes(10))) struct ControlServerTests {
    private static let accepted = AttemptEnd(.accepted, code: 0, messageID: "1_2", requestID: "42")
    private let folder = TemporaryFolder()
    private func directMessage() throws -> DirectMessage {
        try DirectMessage(roomID: "r", sender: Sender(id: "u"), category: .system, text: "hi")
    }
    private var socket: String { folder.path("control.sock") }

    /// As where a process is stopped, or its disk hangs.
    @Test func aSchedulerThatDoesNotAnswerIsThereAllTheSame() async throws {
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(unixDomainSocketPath: socket).get()
        var client = ControlClient(socket: socket)
        client.patience = .milliseconds(100)
        var silent: ControlClient.Unreachable?
        do { _ = try await client.status() } catch { silent = error }
        #expect(silent?.isSilent == true)
        try await listener.close()
        var gone: ControlClient.Unreachable?
        do { _ = try await client.status() } catch { gone = error }
        #expect(gone?.isSilent == false)
    }

    /// Runs a control server as long as the body takes, and shuts it down.
    private func serving<Result>(
        _ show: LiveShow, patience: Duration = .seconds(20),
        _ body: (ControlClient) async throws -> Result
    ) async throws -> Result {
        let server = ControlServer(
            path: socket, driver: show.driver, grace: .seconds(3), patience: patience)
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

    @Test func aValueIsLookedAtBeforeItIsGiven() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline(
                "- {id: a, at: 5s, text: \"{{ winner }} & co\"}", more: "inputs: {winner: {prompt: Who won?, max: 20}}")
            try await show.play(script, into: MemoryStore())
            await show.advance(.seconds(10))
            let held = try #require(try await client.status().runs.first)
            #expect(held.heldBefore == "a" && held.holdInputs == ["winner"])
            #expect(
                held.inputs
                    == [InputStatus(name: "winner", prompt: "Who won?", max: 20, value: nil, neededBy: "a")])
            let next = try await client.next(1, run: nil)
            let cue = try? next.get().cues.first?.cue
            #expect(cue?.input == "winner")
            #expect(cue?.texts.first?.content == "‹winner› & co")
            #expect(cue?.texts.first?.bytes == 25)
            let checked = try await client.command("set", argument: "winner= 小明 ", run: nil, isCheck: true)
            #expect(checked.message == "show@20261120T120000Z: winner would be \"小明\"")
            #expect(checked.cues.map(\.name) == ["a"] && checked.cues[0].texts[0].content == "小明 & co")
            #expect(try await client.status().runs.first?.state == .held)
            let refused = try await client.command("set", argument: "winner=123456789012345678901", run: nil)
            #expect(!refused.isDone && refused.message == "winner has at most 20 bytes, and this is 21")
            let set = try await client.command("set", argument: "winner=小明", run: nil)
            #expect(set.isDone && set.message == "show@20261120T120000Z: winner is \"小明\"")
            #expect(set.cues == checked.cues)
            await show.settle()
            #expect(try await client.status().runs.first?.tally[.sent] == 1)
        }
    }

    @Test func saysWhatIsPlaying() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let nothing = try await client.status()
            #expect(nothing.now == showStart && nothing.runs.isEmpty && nothing.upcoming.isEmpty)
            #expect(!nothing.isAccountHeld && !nothing.isBlocked && nothing.quotaShare == 1)
            let script = try timeline(
                "- {id: a, at: 0, text: one}\n- {id: b, at: 60s, text: two}", more: "title: \"The \\\"Show\\\" 👋\"")
            try await show.play(script, into: MemoryStore())
            await show.settle()
            let playing = try #require(try await client.status().runs.first)
            #expect(playing.run.description == "show@20261120T120000Z" && playing.state == .playing)
            #expect(playing.title == "The \"Show\" 👋" && playing.planned == 2 && playing.tally[.sent] == 1)
            #expect(playing.next == RunStatus.Next(messageID: "b", due: showStart + .seconds(60)))
            await show.advance(.seconds(120))
            let end = try #require(try await client.status().runs.first)
            #expect(end.state == .ended && end.next == nil)
        }
    }

    @Test func aRunWithoutEndHasNothingPlanned() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, every: 1h, from: 1h, text: one}"), into: MemoryStore())
            let run = try #require(try await client.status().runs.first)
            #expect(run.state == .waiting && run.planned == nil)
        }
    }

    @Test func carriesOutCommands() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a.b_c, at: 1h, text: one}\n- {id: z, at: 2h, text: z}"), into: store)
            func tell(_ verb: String, _ argument: String? = nil, run: String? = nil) async throws -> (Bool, String) {
                let answer = try await client.command(verb, argument: argument, run: run)
                return (answer.isDone, answer.message)
            }
            let id = "show@20261120T120000Z"
            #expect(try await tell("hold") == (true, "\(id): held; \"go\" lets the show go on"))
            #expect(
                try await tell("hold")
                    == (false, "\(id) is held already: \"go\" lets it go on"))
            #expect(try await tell("go", run: "show") == (true, "\(id): goes on"))
            #expect(try await tell("shift", "-00:30", run: id) == (true, "\(id): moved by -30s"))
            #expect(try await tell("skip", "a.b_c") == (true, "\(id): a.b_c is skipped, 1 delivery"))
            #expect(
                try await tell("skip", "a.b_d")
                    == (
                        false,
                        "the timeline has no message \"a.b_d\": did you mean \"a.b_c\"?"
                    ))
            #expect(try await tell("skip").0 == false)
            #expect(try await tell("hold", "x").0 == false)
            #expect(try await tell("", nil).0 == false)
            #expect(
                try await tell("hold", run: "other") == (
                    false, "no run \"other\" is playing here"
                ))
            #expect(
                try await tell("cancel") == (true, "\(id): all that was left is cancelled"))
            #expect(try await tell("hold") == (false, "no run is playing"))
            #expect(try await tell("hold", run: id) == (false, "\(id) has ended"))
        }
        #expect(
            store.story == ["hold", "go", "shift", "skip", "cancelled a.b_c#1@a", "cancel", "cancelled z#1@a", "end"])
    }

    @Test func sendsACueAheadOfItsTimeAndOnceMore() async throws {
        let store = MemoryStore()
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a, at: 1h, text: one}\n- {id: z, at: 2h, text: z}"), into: store)
            func tell(_ verb: String, _ argument: String) async throws -> String {
                try await client.command(verb, argument: argument, run: nil).message
            }
            let id = "show@20261120T120000Z"
            #expect(try await tell("fire", "a") == "\(id): a goes out now, 1 delivery")
            await show.settle()
            #expect(
                try await tell("fire", "a")
                    == "nothing of \"a\" is left to be sent: what was not shown of it goes out with \"again a\"")
            #expect(try await tell("again", "a") == "nothing of \"a\" has ended without being shown")
            #expect(try await tell("skip", "z") == "\(id): z is skipped, 1 delivery")
        }
        #expect(store.story == ["fire", "attempt a#1@a", "sent a#1@a", "skip", "cancelled z#1@a"])
    }

    @Test func showsWhatIsNext() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let script = try timeline(
                "- {id: a, at: 1h, rooms: [a, b], text: \"{{ room.id }} 👋\"}\n- {id: z, at: 2h, hold: true, text: z}",
                more: "timezone: Asia/Shanghai")
            try await show.play(script, into: MemoryStore())
            let next = try (await client.next(5, run: "show")).get()
            #expect(next.cues.map(\.cue.name) == ["a", "z"])
            #expect(next.cues.map(\.localTime) == ["21:00:00", "22:00:00"])
            #expect(next.cues[0].cue.texts.map(\.content) == ["a 👋", "b 👋"])
            #expect(next.cues[0].cue.due == showStart + .hours(1) && next.now == showStart)
            #expect(next.cues.map(\.cue.isHeldBefore) == [false, true])
            #expect(try await client.next(1, run: nil).get().cues.count == 1)
            let other = try await client.next(1, run: "other")
            #expect(throws: ControlClient.CommandRefusal.self) { try other.get() }
        }
    }

    /// Two operators press GO for one hold at the same time, over two sockets.
    @Test func oneHoldIsEndedOnce() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(
                timeline("- {id: a, at: 0, hold: true, text: one}\n- {id: b, at: 1s, hold: true, text: b}"),
                into: MemoryStore())
            await show.settle()
            let held = try #require(try await client.status().runs.first)
            #expect(held.holdName == "a" && held.heldBefore == "a")
            let other = ControlClient(socket: client.socket)
            async let first = client.command("go", argument: "a", run: nil, from: CommandOrigin(id: "1", by: "anna"))
            async let second = other.command("go", argument: "a", run: nil, from: CommandOrigin(id: "2", by: "ben"))
            let answers = try await [first.message, second.message]
            #expect(answers.count { $0.hasSuffix(": goes on") } == 1)
            let loser = try #require(answers.first { $0.contains("that was done already, at 2026-11-20T12:00:0") })
            #expect(loser.hasSuffix(answers[0] == loser ? "by ben" : "by anna"))
        }
    }

    @Test func panicHoldsWhateverPlays() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            let origin = CommandOrigin(id: "p", by: "anna")
            let answer = try await client.command("panic", argument: nil, run: nil, from: origin)
            #expect(answer.message == "held: show@20261120T120000Z; \"go\" lets each go on")
            let run = try #require(try await client.status().runs.first)
            #expect(run.state == .held && run.heldBy == "anna" && run.holdName == "2026-11-20T12:00:00.000Z")
        }
    }

    @Test func stoppingGivesWhatIsOnItsWayItsGrace() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 0, text: one}"), into: store)
            try await show.transport.sent.reach(1)
            let answer = try await client.command("stop", argument: nil, run: nil)
            #expect(answer.message.contains("stopped; the same command goes on with it"))
            await show.advance(.milliseconds(2999))
            #expect(store.story == ["attempt a#1@a", "shutdown"])
            await show.advance(.milliseconds(1))
            #expect(store.story == ["attempt a#1@a", "shutdown", "unknown a#1@a"])
        }
    }

    // MARK: Messages by hand

    @Test func sendsWhatItIsGiven() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let content = "20% off + free & \"more\" = #1? 欢迎 👋\nline two"
            let answer = try await client.send(
                room: "a#b&c", sender: Sender(id: "h+o=s%t", name: "名 &+"), category: "chat",
                bytes: Array("  \(content)\n".utf8))
            #expect(try answer.get() == DirectSendAnswer(Self.accepted))
            let attempt = try #require(show.transport.attempts.first)
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
        let show = LiveShow(FakeTransport { _ in end })
        try await serving(show) { client async throws in
            let answer = try await client.send(directMessage()).get()
            #expect(answer == DirectSendAnswer(end))
            #expect(answer.isAccepted == isAccepted && answer.isDefinite == isDefinite)
        }
    }

    @Test func whatZEGOWouldNotTakeIsNotSent() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            func send(
                _ text: String = "hi", room: String = "r", user: String = "u", category: String = "chat"
            ) async throws -> String {
                let answer = try await client.send(
                    room: room, sender: Sender(id: user), category: category, bytes: Array(text.utf8))
                guard case .failure(let refusal) = answer else { return "sent" }
                return refusal.message
            }
            #expect(try await send("") == "the text is empty")
            #expect(try await send(" \n").contains("the text is empty"))
            #expect(try await send(String(repeating: "x", count: 1025)).contains("1 more than the 1024"))
            #expect(try await send("bell\u{7}").contains("U+0007"))
            #expect(try await send(room: "").contains("a room id cannot be empty"))
            #expect(try await send(user: "中").contains("a sender id has letters"))
            #expect(try await send(category: "loud") == "a category is system or chat")
            #expect(show.transport.attempts.isEmpty)
        }
    }

    @Test func bytesThatAreNoTextAreNotSent() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            let notUTF8 = [0x68, 0xFF] as [UInt8]
            let tooMuch = [UInt8](repeating: 0x68, count: 1 << 17)
            for bytes in [notUTF8, tooMuch] {
                let answer = try? await client.send(
                    room: "r", sender: Sender(id: "u"), category: "chat", bytes: bytes)
                if case .success = answer { Issue.record("bytes that are no text were sent") }
            }
            #expect(show.transport.attempts.isEmpty)
        }
    }

    @Test func afterTheEndNothingIsSentAndNothingHangs() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        try await serving(show) { client async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            await show.driver.shutDown(grace: .seconds(1))
            await show.driver.waitUntilIdle()
            let end = try await client.send(directMessage()).get()
            #expect(!end.isAccepted && end.isDefinite)
            #expect(try await !client.command("hold", argument: nil, run: nil).isDone)
            #expect(try await !client.command("hold", argument: nil, run: "show").isDone)
            _ = try await client.status()
        }
        #expect(show.transport.attempts.isEmpty)
    }

    // MARK: The socket

    @Test func isForThisUserAloneAndGoneAtTheEnd() async throws {
        // A killed process left something behind.
        folder.write("stale", to: "control.sock")
        try await serving(LiveShow()) { _ in
            var information = stat()
            #expect(stat(socket, &information) == 0)
            #expect(information.st_mode & S_IFMT == S_IFSOCK)
            #expect(information.st_mode & 0o777 == 0o600)
        }
        #expect(folder.names() == [])
    }

    @Test(arguments: ["", "GET /sta", "POST /send?room=r&user=u HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf a bo"])
    func aClientThatHangsDoesNotHoldUpAShutdown(request: String) async throws {
        let hanging = try await serving(LiveShow(), patience: .milliseconds(50)) { client async throws in
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: socket).get()
            try await channel.writeAndFlush(ByteBuffer(string: request))
            // Behind it there is another that is answered.
            _ = try await client.status()
            return channel
        }
        try await hanging.closeFuture.get()
    }

    @Test func aSocketThatCannotBeMadeIsNoReasonToEndTheShow() async throws {
        let show = LiveShow(FakeTransport { _ in Self.accepted })
        let path = folder.path(String(repeating: "long", count: 40))
        let server = ControlServer(path: path, driver: show.driver, grace: .zero)
        let service = ShowService(
            show.driver, runs: [try .inMemory(timeline("- {id: a, at: 60s, text: one}"))], grace: .zero)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: server),
                    .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup),
                ], logger: .silent))
        let running = Task { try await group.run() }
        try await show.observer.count.reach(1)
        try await show.until { await !$0.status.runs.isEmpty }
        await show.advance(.seconds(60))
        try await running.value
        #expect(show.observer.words == ["uncontrolled", "sent a", "ended"])
        guard case .uncontrolled(let reason) = show.observer.events.first else { return }
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
