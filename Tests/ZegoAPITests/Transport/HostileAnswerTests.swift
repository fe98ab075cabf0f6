import HostSystem
import NIOCore
import Reporting
import Scheduling
import TestSupport
import Testing

@testable import ZegoAPI

/// No bytes of a server stop the process, leave a call without an end, or spoil the next call.
@Suite(.timeLimit(.minutes(10))) struct HostileAnswerTests {
    /// A server that says these one after the other and hangs up after each, and from then on answers as ZEGO.
    private func conduct(_ answers: [[UInt8]]) -> HostileServer.Conduct {
        HostileServer.Conduct(onRequest: { channel, number in
            guard number <= answers.count else { return channel.say(accepted) }
            let answer = answers[number - 1]
            // In two pieces, so that what comes together changes with it.
            channel.writeAndFlush(ByteBuffer(bytes: answer.prefix(number % 64)), promise: nil)
            channel.writeAndFlush(ByteBuffer(bytes: answer.dropFirst(number % 64)))
                .whenComplete { _ in channel.close(promise: nil) }
        })
    }

    /// Makes a call for every answer, some at a time.
    private func call(_ answers: [[UInt8]], _ call: @escaping @Sendable (Int) async throws -> AttemptEnd) async throws {
        try await withThrowingTaskGroup { group in
            for worker in 0..<16 {
                group.addTask {
                    for number in stride(from: worker, to: answers.count, by: 16) {
                        let end = try await call(number)
                        // Which answer it was is not known here: the calls go side by side.
                        #expect(end.kind != .notSent || end.handedOver == nil)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func expectEnds(for answers: [[UInt8]]) async throws {
        try await withHostileServer(conduct(answers)) { server, transport async throws in
            try await call(answers) { try await transport.end(of: attempt(number: UInt64($0))) }
            // Calls that met a connection on its way down were not heard.
            while server.requests.count < answers.count { _ = try await transport.end() }
            try await poolKnows()
            #expect(try await transport.end().kind == .accepted)
        }
    }

    @Test func everyFixedAnswerEndsItsCall() async throws {
        #expect(HostileAnswers.fixed.count >= 1_000)
        try await expectEnds(for: HostileAnswers.fixed)
    }

    @Test func everyMutatedAnswerEndsItsCall() async throws {
        var generator = SeededGenerator(seed: 12)
        try await expectEnds(for: (0..<10_000).map { _ in HostileAnswers.mutated(&generator) })
    }

    @Test func everyFixedAnswerEndsItsQuestion() async throws {
        let answers = HostileAnswers.fixed
        try await HostileServer.running(conduct(answers)) { server in
            let inquiry = RoomInquiry(account: try account(server.address), time: SystemTime())
            try await call(answers) { _ in
                let reply = await inquiry.ask(.audiences(rooms: ["123"]))
                expectNothingGivenAway(reply.end)
                return reply.end
            }
            await inquiry.shutDown()
        }
    }

    /// What is not accepted was refused before it came to the client, which would have trapped.
    @Test(arguments: [
        "HTTP/1.1 000 Nope\r\nContent-Length: 5\r\n\r\nhello",
        String(repeating: "HTTP/1.1 103 Early Hints\r\n\r\n", count: 17) + accepted,
    ])
    func itEndsAsNotHTTP(answer: String) async throws {
        try await withHostileServer(.answering(answer)) { server, transport async throws in
            let end = try await transport.end()
            #expect(end.kind == .foreignAnswer)
            #expect(end.reason == "an answer that is not HTTP")
            try await server.closed.reach(1)
        }
    }

    @Test func interimResponsesWithoutEndAreCutOff() async throws {
        let conduct = HostileServer.Conduct(onRequest: { channel, _ in
            let flood = channel.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { _ in
                channel.say("HTTP/1.1 103 Early Hints\r\n\r\n")
            }
            channel.closeFuture.whenComplete { _ in flood.cancel() }
        })
        try await withHostileServer(conduct) { server, transport async throws in
            #expect(try await transport.end().kind == .foreignAnswer)
            try await server.closed.reach(1)
        }
    }
}
