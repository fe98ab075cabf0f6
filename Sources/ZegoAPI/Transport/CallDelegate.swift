import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Scheduling
import ShowTime
import Synchronization

/// Follows one call: stamps when it went to a connection, and collects the answer.
final class CallDelegate: HTTPClientResponseDelegate {
    struct Answer: Sendable {
        var status = 0
        /// The `Date` of the server.
        var date: String?
        /// When the head arrived.
        var headTime: Instant?
        var body: [UInt8] = []

        /// What the answer says of the server's clock; nil if it is not an answer of ZEGO's, as only those show ZEGO's clock.
        func clock(asked: Instant, _ end: AttemptEnd) -> ClockReading? {
            guard end.code != nil, let headTime, let date, let server = Instant(httpDate: date) else { return nil }
            return ClockReading(server: server, asked: asked, answered: headTime)
        }
    }

    /// Answers of ZEGO's have some hundred bytes; a longer one is not ZEGO's.
    private static let maximumAnswerLength = 1 << 16

    private let time: any TimeSource
    private let state = Mutex((handedOver: Uptime?.none, answer: Answer()))

    init(time: any TimeSource) { self.time = time }

    /// When the request's head was written to a connection: as near to the socket as the client lets us look.
    var handedOver: Uptime? { state.withLock(\.handedOver) }

    func didSendRequestHead(task: HTTPClient.Task<Answer>, _ head: HTTPRequestHead) {
        let now = time.now.uptime
        state.withLock { $0.handedOver = now }
    }

    func didReceiveHead(task: HTTPClient.Task<Answer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let answer = Answer(
            status: Int(head.status.code), date: head.headers.first(name: "Date"), headTime: time.now.wall)
        state.withLock { $0.answer = answer }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Answer>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let isTooLong = state.withLock { state in
            guard state.answer.body.count + buffer.readableBytes <= Self.maximumAnswerLength else { return true }
            state.answer.body.append(contentsOf: buffer.readableBytesView)
            return false
        }
        // Failing here closes the connection: the rest of an endless answer is not waited for.
        return isTooLong
            ? task.eventLoop.makeFailedFuture(NetworkFailure.AnswerTooLong())
            : task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<Answer>) throws -> Answer { state.withLock(\.answer) }
}
