import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Scheduling
import ShowTime
import Synchronization

/// Follows one call: stamps when it went to a connection, and gathers the answer.
final class CallDelegate: HTTPClientResponseDelegate {
    /// Answers of ZEGO's have some hundred bytes; what is longer is not one.
    private static let longestAnswer = 1 << 16

    private struct State {
        var handedOver: Instant?
        var status = 0
        var body: [UInt8] = []
    }

    private let time: any TimeSource
    private let state = Mutex(State())

    init(time: any TimeSource) { self.time = time }

    /// When the request's head was written to a connection: as near to the socket as the client lets us look.
    var handedOver: Instant? { state.withLock { $0.handedOver } }

    func didSendRequestHead(task: HTTPClient.Task<AttemptEnd>, _ head: HTTPRequestHead) {
        let now = time.now.wall
        state.withLock { $0.handedOver = now }
    }

    func didReceiveHead(task: HTTPClient.Task<AttemptEnd>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        state.withLock { $0.status = Int(head.status.code) }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<AttemptEnd>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLong = state.withLock { state in
            guard state.body.count + buffer.readableBytes <= Self.longestAnswer else { return true }
            state.body.append(contentsOf: buffer.readableBytesView)
            return false
        }
        // Failing here closes the connection: the rest of an endless answer is not waited for.
        return isTooLong
            ? task.eventLoop.makeFailedFuture(NetworkFailure.AnswerTooLong())
            : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<AttemptEnd>) throws -> AttemptEnd {
        state.withLock { state in
            state.body.withUnsafeBufferPointer { Answer.end(status: state.status, body: $0) }
        }
    }
}
