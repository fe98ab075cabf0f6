import AsyncHTTPClient
import Dispatch
import NIOCore
import NIOHTTP1
import NIOPosix
package import Scheduling
package import ShowTime
import Synchronization

/// Sends attempts to ZEGO's Server API over HTTPS.
package final class ZegoTransport: AttemptTransport {
    private let client: HTTPClient
    private let loop: HTTPClient.EventLoopPreference
    private let timeouts: Timeouts
    private let time: any TimeSource
    private let account: Mutex<ZegoAccount>
    private let reloadSecret: @Sendable () -> ServerSecret?
    private let nonce: @Sendable () -> UInt64
    private let callsInFlight = DispatchGroup()
    private let lastDate = Mutex<String?>(nil)

    /// - Parameters:
    ///   - mostConnections: calls do not wait for earlier answers (open loop), so every call in flight needs a connection of its
    ///     own.
    ///   - isSpread: whether calls are spread over all event loops, for more than some thousand a second. On a single loop they
    ///     leave sooner: a call on another loop than its connection's has to wake that loop, which takes longer than the call.
    ///   - reloadSecret: reads the secret again, for a probe; nil keeps the present one.
    ///   - nonce: draws the nonce of a call; only a test has a reason to give one.
    package init(
        account: ZegoAccount, mostConnections: Int, isSpread: Bool = false, time: any TimeSource,
        timeouts: Timeouts = Timeouts(),
        reloadSecret: @escaping @Sendable () -> ServerSecret? = { nil },
        nonce: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) }
    ) {
        client = HTTPClient(timeouts, authorities: account.authorities, mostConnections: mostConnections)
        loop = isSpread ? .indifferent : .delegate(on: MultiThreadedEventLoopGroup.singleton.any())
        self.timeouts = timeouts
        self.time = time
        self.account = Mutex(account)
        self.reloadSecret = reloadSecret
        self.nonce = nonce
    }

    package func send(_ attempt: Attempt, ended: @escaping @Sendable (Attempt.ID, AttemptEnd) -> Void) {
        let now = time.now
        let account = account.withLock { $0 }
        let call = SignedCall(attempt, account: account, nonce: nonce(), timestamp: now.wall.seconds)
        execute(call, began: now) { ended(attempt.id, $0) }
    }

    package func probe(_ probe: Probe, ended: @escaping @Sendable (Probe.ID, AttemptEnd) -> Void) {
        callsInFlight.enter()
        // The secret's file may be slow to read, and the show does not wait for it.
        DispatchQueue.global().async { [self] in
            let newSecret = reloadSecret()
            let now = time.now
            let account = account.withLock { account in
                if let newSecret { account.secret = newSecret }
                return account
            }
            let call = SignedCall(probe, account: account, nonce: nonce(), timestamp: now.wall.seconds)
            execute(call, began: now) { ended(probe.id, $0) }
            callsInFlight.leave()
        }
    }

    private func execute(_ call: SignedCall, began: Moment, ended: @escaping @Sendable (AttemptEnd) -> Void) {
        guard let request = try? HTTPClient.Request(url: call.url) else {
            ended(AttemptEnd(.notSent, reason: "the request could not be built"))
            return
        }
        let delegate = CallDelegate(time: time)
        callsInFlight.enter()
        let task = client.execute(
            request: request, delegate: delegate, eventLoop: loop, deadline: .after(timeouts.wholeCall))
        task.futureResult.whenComplete { [self] result in
            var end = call.end(of: result, handedOver: delegate.handedOver)
            end.took = time.now.uptime - began.uptime
            if case .success(let answer) = result, isNews(answer.date) {
                end.clock = answer.clock(asked: began.wall, end)
            }
            ended(end)
            callsInFlight.leave()
        }
    }

    /// Whether a `Date` differs from the one before. It has whole seconds, so of all answers within one second only one is read.
    private func isNews(_ date: String?) -> Bool {
        lastDate.withLock { last in
            defer { last = date }
            return date != last
        }
    }

    package func warmUp() {
        let url = account.withLock { $0.endpoint.url + "/" }
        // HEAD without parameters: not a call of the API, so it counts nowhere. Its answer does not matter.
        guard let request = try? HTTPClient.Request(url: url, method: .HEAD) else { return }
        _ = client.execute(request: request, eventLoop: loop, deadline: .after(timeouts.connect))
    }

    package func shutDown() async {
        try? await client.shutdown()
        // The client's shutdown returns before all of its calls have reported their end.
        await withCheckedContinuation { continuation in
            callsInFlight.notify(queue: .global()) { continuation.resume() }
        }
    }
}

extension SignedCall {
    /// - Parameter handedOver: when the request's head went to a connection; nil if it did not.
    func end(of result: Result<CallDelegate.Answer, any Error>, handedOver: Uptime?) -> AttemptEnd {
        var end =
            switch result {
            case .success(let answer): end(status: answer.status, body: answer.body)
            case .failure(let error): redacted(NetworkFailure.end(of: error, wasHandedOver: handedOver != nil))
            }
        end.handedOver = handedOver
        return end
    }
}
