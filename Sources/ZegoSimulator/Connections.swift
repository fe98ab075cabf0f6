import NIOCore
import ShowTime
import Synchronization

/// The open connections of a simulator.
final class Connections: Sendable {
    private let clock: @Sendable () -> Moment
    private let open = Mutex<[ObjectIdentifier: ConnectionHandler]>([:])

    init(clock: @escaping @Sendable () -> Moment) { self.clock = clock }

    func makeHandler() -> ConnectionHandler { ConnectionHandler(in: self, clock: clock) }

    /// When the request that is being handled on the connection arrived.
    func arrival(on channel: any Channel) -> Moment { self[channel]?.arrival ?? clock() }

    /// Keeps the connection as it is until the client closes it or the task is cancelled.
    func hold(_ channel: any Channel) async {
        self[channel]?.closeWhenClientDoes()
        await withTaskCancellationHandler {
            try? await channel.closeFuture.get()
        } onCancel: {
            channel.close(mode: .all, promise: nil)
        }
    }

    func closeAll() {
        for handler in open.withLock({ Array($0.values) }) { handler.close() }
    }

    func add(_ handler: ConnectionHandler, _ channel: any Channel) {
        open.withLock { $0[ObjectIdentifier(channel)] = handler }
    }

    func remove(_ channel: any Channel) {
        open.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    private subscript(channel: any Channel) -> ConnectionHandler? {
        open.withLock { $0[ObjectIdentifier(channel)] }
    }
}
