import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import ZegoAPI

/// A server on loopback that treats its callers as a test wants it to.
final class HostileServer: Sendable {
    /// What it does. Everything is called on the connection's event loop.
    struct Conduct: Sendable {
        var onConnect: @Sendable (any Channel) -> Void = { _ in }
        /// The head of a request is there. Calls have no body, so that is all of it.
        var onRequest: @Sendable (any Channel, _ number: Int) -> Void = { _, _ in }
        /// Comes before what looks for requests, to speak TLS for instance.
        var prepare: @Sendable (any Channel) throws -> Void = { _ in }
        /// Whether bytes of the client are read at all.
        var reads = true

        /// Answers every request.
        static func answering(_ text: String) -> Conduct { Conduct(onRequest: { channel, _ in channel.say(text) }) }
    }

    let port: Int
    let connections = Counter()
    let requests = Counter()
    /// Connections that are closed on both sides.
    let closed = Counter()
    private let channel: any Channel
    private let heard: Heard

    /// Runs a server as long as the body takes.
    static func running<Result>(
        on host: String = "127.0.0.1", _ conduct: Conduct, _ body: (HostileServer) async throws -> Result
    ) async throws -> Result {
        let server = try await HostileServer(on: host, conduct)
        do {
            let result = try await body(server)
            try await server.channel.close()
            return result
        } catch {
            try? await server.channel.close()
            throw error
        }
    }

    private init(on host: String, _ conduct: Conduct) async throws {
        let connections = connections
        let requests = requests
        let closed = closed
        let heard = Heard()
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.autoRead, value: conduct.reads)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    connections.add()
                    channel.closeFuture.whenComplete { _ in closed.add() }
                    try conduct.prepare(channel)
                    try channel.pipeline.syncOperations.addHandler(
                        RequestWatch(heard: heard, onConnect: conduct.onConnect) { channel in
                            conduct.onRequest(channel, requests.add())
                        })
                }
            }
            .bind(host: host, port: 0).get()
        port = channel.localAddress?.port ?? 0
        self.heard = heard
    }

    /// Everything that was read of clients, TLS taken off.
    var heardText: String { String(decoding: heard.bytes.withLock { $0 }, as: UTF8.self) }

    var address: String { "http://127.0.0.1:\(port)" }
}

private final class Heard: Sendable {
    let bytes = Mutex<[UInt8]>([])
}

/// Says when a request is there, and keeps what was read.
private final class RequestWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let heard: Heard
    private let onConnect: @Sendable (any Channel) -> Void
    private let onRequest: @Sendable (any Channel) -> Void
    private var unread: [UInt8] = []

    init(
        heard: Heard, onConnect: @escaping @Sendable (any Channel) -> Void,
        onRequest: @escaping @Sendable (any Channel) -> Void
    ) {
        self.heard = heard
        self.onConnect = onConnect
        self.onRequest = onRequest
    }

    func channelActive(context: ChannelHandlerContext) { onConnect(context.channel) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = Array(unwrapInboundIn(data).readableBytesView)
        heard.bytes.withLock { $0 += bytes }
        unread += bytes
        while let end = unread.firstRange(of: "\r\n\r\n".utf8) {
            unread.removeSubrange(..<end.upperBound)
            onRequest(context.channel)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Nobody here has anything to say to a client that has hung up.
        if case .some(.inputClosed) = event as? ChannelEvent { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Runs a server, and a transport that calls it, as long as the body takes.
func withHostileServer<Result>(
    _ conduct: HostileServer.Conduct, timeouts: Timeouts = .patient,
    nonce: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) },
    _ body: (HostileServer, ZegoTransport) async throws -> Result
) async throws -> Result {
    try await HostileServer.running(conduct) { server in
        try await withTransport(to: server.address, timeouts: timeouts, nonce: nonce) { transport async throws in
            try await body(server, transport)
        }
    }
}

/// Waits until the client's pool knows of connections that are closed: it learns of them on their loops.
func poolKnows() async throws {
    for _ in 0..<2 {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() { try await loop.submit {}.get() }
    }
}

extension Channel {
    func say(_ text: String) { writeAndFlush(ByteBuffer(string: text), promise: nil) }

    func sayAndClose(_ text: String) {
        writeAndFlush(ByteBuffer(string: text)).whenComplete { _ in self.close(promise: nil) }
    }

    /// Closes with a RST instead of a FIN.
    func reset() {
        guard let socket = self as? any SocketOptionProvider else { return }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in self.close(promise: nil) }
    }
}

/// An HTTP answer with its length.
func http(_ status: String, _ body: String, headers: String = "") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
}

let accepted = http("200 OK", #"{"Code":0,"Data":{"MessageId":"1_2_3"},"Message":"success","RequestId":"42"}"#)
