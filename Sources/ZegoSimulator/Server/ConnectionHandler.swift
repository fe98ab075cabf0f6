import NIOCore
import ShowTime
import Synchronization

/// Stamps the calls that arrive on a connection, on its event loop: the task that answers runs only later, and under
/// load much later. Ends that task's waits when the connection closes.
///
/// A client that pipelines requests moves the stamp of those still waiting.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private struct State {
        var channel: (any Channel)?
        var arrival: Moment
        var isInputClosed = false
        var closesWithInput = false
        var wait: Task<Void, any Error>?
    }

    private let connections: Connections
    private let clock: @Sendable () -> Moment
    private let state: Mutex<State>

    init(in connections: Connections, clock: @escaping @Sendable () -> Moment) {
        self.connections = connections
        self.clock = clock
        state = Mutex(State(arrival: clock()))
    }

    /// The time at which the last bytes arrived.
    var arrival: Moment { state.withLock(\.arrival) }

    /// Waits until that time. Ends early, with an error, when the connection closes.
    func wait(until time: Uptime) async throws {
        let left = time - clock().uptime
        if left > .zero { try await wait(.nanoseconds(left.nanoseconds)) }
    }

    /// Keeps the connection open until the client closes it, which ends the wait with an error. A half-closed
    /// connection stays open while an answer is to come; here none is.
    func waitForClose() async throws {
        let isInputClosed = state.withLock { state in
            state.closesWithInput = true
            return state.isInputClosed
        }
        if isInputClosed { close() }
        try await wait(.seconds(1 << 30))
    }

    private func wait(_ duration: Duration) async throws {
        let wait = Task { try await Task.sleep(for: duration, tolerance: .zero) }
        let isClosed = state.withLock { state in
            state.wait = wait
            return state.channel == nil
        }
        if isClosed { wait.cancel() }
        try await withTaskCancellationHandler {
            try await wait.value
        } onCancel: {
            wait.cancel()
        }
    }

    func close() {
        state.withLock(\.channel)?.close(mode: .all, promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        state.withLock { $0.channel = channel }
        connections[channel] = self
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        let wait = state.withLock { state in
            state.channel = nil
            return state.wait
        }
        wait?.cancel()
        connections[context.channel] = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = clock()
        state.withLock { $0.arrival = now }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent {
            let closes = state.withLock { state in
                state.isInputClosed = true
                return state.closesWithInput
            }
            if closes { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
