import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import Scheduling
package import ShowTime

/// Asks ZEGO about rooms, one question at a time. Sends nothing to anybody.
package final class RoomInquiry: Sendable {
    private let client: HTTPClient
    private let account: ZegoAccount
    private let timeouts: ZegoTransport.Timeouts
    private let time: any TimeSource
    /// Ten rooms take some hundred bytes each at most; what is longer is not ZEGO's.
    private static let longestAnswer = 1 << 16

    package init(
        account: ZegoAccount, time: any TimeSource, timeouts: ZegoTransport.Timeouts = ZegoTransport.Timeouts()
    ) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .nanoseconds(timeouts.connect.nanoseconds)
        configuration.timeout.read = .nanoseconds(timeouts.wholeCall.nanoseconds)
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .nanoseconds(timeouts.idleConnection.nanoseconds)
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.account = account
        self.timeouts = timeouts
        self.time = time
    }

    /// Asks once. Returns within the timeout of a whole call, whatever the server does.
    package func ask(_ question: RoomQuestion) async -> RoomReply {
        let asked = time.now
        let signature = Signature(
            appID: account.appID, secret: account.secret, nonce: .random(in: 0 ... .max),
            timestamp: asked.wall.seconds)
        var reply = await withTaskGroup(of: RoomReply?.self) { tasks in
            tasks.addTask { await self.reply(to: question, signature, asked: asked.wall) }
            // The client's own deadline ends with the head of an answer: a body could go on for ever.
            tasks.addTask { [timeouts] in
                try? await Task.sleep(for: .nanoseconds(timeouts.wholeCall.nanoseconds))
                return nil
            }
            let first = await tasks.next() ?? nil
            tasks.cancelAll()
            return first ?? RoomReply(AttemptEnd(.unanswered, reason: "no answer in time"))
        }
        reply.end.leaveOutEcho(of: signature, account.secret)
        reply.end.took = time.now.uptime - asked.uptime
        return reply
    }

    private func reply(to question: RoomQuestion, _ signature: Signature, asked: Instant) async -> RoomReply {
        do {
            return try await answer(to: question, signature, asked: asked)
        } catch is NIOTooManyBytesError {
            return RoomReply(AttemptEnd(.foreignAnswer, reason: "an answer that is longer than any of ZEGO's"))
        } catch {
            return RoomReply(NetworkFailure.end(of: error, wasHandedOver: Self.isAfterConnecting(error)))
        }
    }

    /// Whether an error came from a connection that there was, rather than from the way to one. Unlike with a message, nothing
    /// hangs on it but the words.
    private static func isAfterConnecting(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return error == .remoteConnectionClosed }
        if let error = error as? IOError { return [ECONNRESET, EPIPE].contains(error.errnoCode) }
        return error is ChannelError || error is HTTPParserError
    }

    private func answer(
        to question: RoomQuestion, _ signature: Signature, asked: Instant
    ) async throws -> RoomReply {
        let request = HTTPClientRequest(url: question.url(from: account, signature: signature))
        let deadline = NIODeadline.now() + .nanoseconds(timeouts.wholeCall.nanoseconds)
        let response = try await client.execute(request, deadline: deadline)
        let answered = time.now.wall
        let body = try await response.body.collect(upTo: Self.longestAnswer)
        var reply = Array(body.readableBytesView).withUnsafeBufferPointer {
            RoomReply(status: Int(response.status.code), body: $0)
        }
        // Whoever does not speak for ZEGO has no clock of ZEGO's.
        if reply.end.code != nil, let server = response.headers.first(name: "Date").flatMap(Instant.init(httpDate:)) {
            reply.clock = ClockReading(server: server, asked: asked, answered: answered)
        }
        return reply
    }

    package func shutDown() async { try? await client.shutdown() }
}
