import NIOCore
import ShowTime
import Synchronization

/// The open connections of a simulator.
final class Connections: Sendable {
    private let clock: @Sendable () -> Moment
    private let handlers = Mutex<[ObjectIdentifier: ConnectionHandler]>([:])

    init(clock: @escaping @Sendable () -> Moment) { self.clock = clock }

    func makeHandler() -> ConnectionHandler { ConnectionHandler(in: self, clock: clock) }

    func closeAll() {
        for handler in handlers.withLock({ Array($0.values) }) { handler.close() }
    }

    /// The handler of a connection; nil once it is closed.
    subscript(channel: any Channel) -> ConnectionHandler? {
        get { handlers.withLock { $0[ObjectIdentifier(channel)] } }
        set { handlers.withLock { $0[ObjectIdentifier(channel)] = newValue } }
    }
}
