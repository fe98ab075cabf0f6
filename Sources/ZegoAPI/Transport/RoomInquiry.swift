import AsyncHTTPClient
import NIOCore
package import Reporting
import Scheduling
package import ShowTime

/// Asks ZEGO about rooms, one question at a time. Sends no message.
package final class RoomInquiry: Sendable {
    private let client: HTTPClient
    private let account: ZegoAccount
    private let timeouts: Timeouts
    private let time: any TimeSource

    package init(account: ZegoAccount, time: any TimeSource, timeouts: Timeouts = Timeouts()) {
        client = HTTPClient(timeouts, authorities: account.authorities)
        self.account = account
        self.timeouts = timeouts
        self.time = time
    }

    /// Asks once. Returns within the timeout of a whole call, whatever the server does.
    package func ask(_ question: RoomQuestion) async -> RoomReply {
        let asked = time.now
        let call = SignedCall(
            question.action, question.parameters, account: account, nonce: .random(in: 0 ... .max),
            timestamp: asked.wall.seconds)
        guard let request = try? HTTPClient.Request(url: call.url) else {
            return RoomReply(AttemptEnd(.notSent, reason: "the request could not be built"))
        }
        let delegate = CallDelegate(time: time)
        let task = client.execute(
            request: request, delegate: delegate, deadline: .after(timeouts.wholeCall))
        let result: Result<CallDelegate.Answer, any Error>
        do {
            result = .success(
                try await withTaskCancellationHandler {
                    try await task.futureResult.get()
                } onCancel: {
                    task.cancel()
                })
        } catch {
            result = .failure(error)
        }
        var reply = RoomReply(call.end(of: result, handedOver: delegate.handedOver))
        if case .success(let answer) = result { reply.read(answer, asked: asked.wall) }
        reply.end.took = time.now.uptime - asked.uptime
        return reply
    }

    package func shutDown() async { try? await client.shutdown() }
}

extension RoomReply {
    /// Reads an answer whose end is known.
    fileprivate mutating func read(_ answer: CallDelegate.Answer, asked: Instant) {
        answer.body.withUnsafeBufferPointer { read($0) }
        clock = answer.clock(asked: asked, end)
    }
}
