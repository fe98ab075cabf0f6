import NIOCore
import NIOHTTPTypes
import Synchronization

/// The open connections of a listener: their number is limited, and one whose client does not take what it asked for is closed.
final class ControlConnections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: any Channel] = [:]
        var answering = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let most: Int
    private let state = Mutex(State())

    init(most: Int) { self.most = most }

    var count: Int { state.withLock(\.open.count) }

    func makeGuard() -> ConnectionGuard { ConnectionGuard(in: self) }

    func closeAll() {
        for channel in state.withLock({ Array($0.open.values) }) { channel.close(mode: .all, promise: nil) }
    }

    /// Returns when no request is being answered.
    func waitUntilQuiet() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if state.answering > 0 { state.waiters.append(continuation) }
                return state.answering == 0
            }
            if isQuiet { continuation.resume() }
        }
    }

    /// Returns whether there is room for it.
    fileprivate func add(_ channel: any Channel) -> Bool {
        state.withLock { state in
            guard state.open.count < most else { return false }
            state.open[ObjectIdentifier(channel)] = channel
            return true
        }
    }

    fileprivate func remove(_ channel: any Channel) {
        state.withLock { $0.open[ObjectIdentifier(channel)] = nil }
    }

    fileprivate func addAnswering(_ number: Int) {
        let waiters = state.withLock { state in
            state.answering += number
            guard state.answering == 0 else { return [] as [CheckedContinuation<Void, Never>] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// Looks after one connection: closes it where there are too many, or where its client takes nothing for too long.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A client that has taken nothing for so long, while something waits for it, is gone or means harm.
    private static let longestStall = TimeAmount.seconds(10)

    private let connections: ControlConnections
    private var answering = 0
    private var stall: Scheduled<Void>?

    init(in connections: ControlConnections) { self.connections = connections }

    func handlerAdded(context: ChannelHandlerContext) {
        if !connections.add(context.channel) { context.channel.close(mode: .all, promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stall?.cancel()
        connections.remove(context.channel)
        connections.addAnswering(-answering)
        answering = 0
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) {
            answering += 1
            connections.addAnswering(1)
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data), answering > 0 {
            answering -= 1
            let connections = connections
            let promise = promise ?? context.eventLoop.makePromise()
            promise.futureResult.whenComplete { _ in connections.addAnswering(-1) }
            context.write(data, promise: promise)
        } else {
            context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = nil
        if !context.channel.isWritable {
            let channel = context.channel
            stall = context.eventLoop.scheduleTask(in: Self.longestStall) { channel.close(mode: .all, promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }
}
