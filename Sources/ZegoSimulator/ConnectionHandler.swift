import NIOCore
import ShowTime
import Synchronization

/// Stamps what arrives on a connection, on its event loop: the task that answers runs only later, and under load much
/// later.
///
/// A client that pipelines requests moves the stamp of those still waiting.
final class ConnectionHandler: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private struct State {
        var channel: (any Channel)?
        var arrival: Moment
        var isInputClosed = false
        var closesWithInput = false
    }

    private let connections: Connections
    private let clock: @Sendable () -> Moment
    private let state: Mutex<State>

    init(in connections: Connections, clock: @escaping @Sendable () -> Moment) {
        self.connections = connections
        self.clock = clock
        state = Mutex(State(arrival: clock()))
    }

    var arrival: Moment { state.withLock(\.arrival) }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        state.withLock { $0.channel = channel }
        connections.add(self, channel)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        state.withLock { $0.channel = nil }
        connections.remove(context.channel)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let now = clock()
        state.withLock { $0.arrival = now }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .some(.inputClosed) = event as? ChannelEvent {
            let isOver = state.withLock { state in
                state.isInputClosed = true
                return state.closesWithInput
            }
            if isOver { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// The server keeps a half-closed connection open, as it must while an answer is to come; here none is.
    func closeWhenClientDoes() {
        let channel = state.withLock { state in
            state.closesWithInput = true
            return state.isInputClosed ? state.channel : nil
        }
        channel?.close(mode: .all, promise: nil)
    }

    func close() {
        state.withLock(\.channel)?.close(mode: .all, promise: nil)
    }
}
