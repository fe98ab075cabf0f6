import AsyncHTTPClient
import NIOCore
import NIOHTTP1
package import Scheduling
package import ShowTime
import Synchronization

/// Sends attempts to ZEGO's Server API over HTTPS.
package final class ZegoTransport: AttemptTransport {
    /// How long the parts of a call may take.
    package struct Timeouts: Sendable {
        /// Name, TCP and TLS, and the wait for a free connection.
        package var connect = Interval.seconds(3)
        package var wholeCall = Interval.seconds(10)
        /// Below the idle timeouts that load balancers have, so that a call never meets a connection that is being closed.
        package var idleConnection = Interval.seconds(12)

        package init() {}
    }

    private let client: HTTPClient
    private let timeouts: Timeouts
    private let time: any TimeSource
    private let account: Mutex<ZegoAccount>
    /// Reads the secret again, for an attempt that finds out whether the account is mended.
    private let reloadSecret: @Sendable () -> ServerSecret?
    private let nonce: @Sendable () -> UInt64
    private let calls = CallCount()

    /// - Parameters:
    ///   - mostConnections: open loop means a connection for every call that may be on its way.
    ///   - reloadSecret: nil keeps the secret there is.
    ///   - nonce: what makes each signature another; only a test has a reason to give one.
    package init(
        account: ZegoAccount, mostConnections: Int, time: any TimeSource, timeouts: Timeouts = Timeouts(),
        reloadSecret: @escaping @Sendable () -> ServerSecret? = { nil },
        nonce: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) }
    ) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .nanoseconds(timeouts.connect.nanoseconds)
        configuration.timeout.read = .nanoseconds(timeouts.wholeCall.nanoseconds)
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .http1Only
        configuration.connectionPool.idleTimeout = .nanoseconds(timeouts.idleConnection.nanoseconds)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = mostConnections
        // A connection that failed is a failure to be recorded, not one to be tried again in silence.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.timeouts = timeouts
        self.time = time
        self.account = Mutex(account)
        self.reloadSecret = reloadSecret
        self.nonce = nonce
    }

    package func send(_ attempt: Attempt, ended: @escaping @Sendable (Attempt.ID, AttemptEnd) -> Void) {
        let began = time.now
        let newSecret = attempt.isProbe ? reloadSecret() : nil
        let account = account.withLock { account in
            if let newSecret { account.secret = newSecret }
            return account
        }
        let signature = Signature(
            appID: account.appID, secret: account.secret, nonce: nonce(), timestamp: began.wall.seconds)
        let call = CallDelegate(time: time)
        let request: HTTPClient.Request
        do {
            request = try HTTPClient.Request(url: BarrageRequest.url(for: attempt, from: account, signature: signature))
        } catch {
            ended(attempt.id, AttemptEnd(.notSent, reason: "the request could not be built"))
            return
        }
        let deadline = NIODeadline.now() + .nanoseconds(timeouts.wholeCall.nanoseconds)
        calls.began()
        let task = client.execute(request: request, delegate: call, deadline: deadline)
        task.futureResult.whenComplete { [time, calls] result in
            let handedOver = call.handedOver
            var end: AttemptEnd
            switch result {
            case .success(let answer): end = answer
            case .failure(let error): end = NetworkFailure.end(of: error, wasHandedOver: handedOver != nil)
            }
            end.leaveOutEcho(of: signature, account.secret)
            end.handedOver = handedOver
            end.took = time.now.uptime - began.uptime
            ended(attempt.id, end)
            calls.ended()
        }
    }

    package func warmUp() {
        let url = account.withLock { $0.endpoint.url + "/" }
        // HEAD without parameters: not a call of the API, so it counts nowhere. What it answers does not matter.
        guard let request = try? HTTPClient.Request(url: url, method: .HEAD) else { return }
        let deadline = NIODeadline.now() + .nanoseconds(timeouts.connect.nanoseconds)
        _ = client.execute(request: request, deadline: deadline)
    }

    package func shutDown() async {
        try? await client.shutdown()
        // The client is through before all of its calls have said so.
        await calls.waitForNone()
    }
}

/// How many calls are on their way.
private final class CallCount: Sendable {
    private struct State {
        var count = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func began() { state.withLock { $0.count += 1 } }

    func ended() {
        let waiters = state.withLock { state in
            state.count -= 1
            guard state.count == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func waitForNone() async {
        await withCheckedContinuation { continuation in
            let isNone = state.withLock { state in
                if state.count > 0 { state.waiters.append(continuation) }
                return state.count == 0
            }
            if isNone { continuation.resume() }
        }
    }
}
