import NIOCore
import NIOHTTP1

/// Lets through only what an HTTP client may expect: to every request a few interim responses, one head, its body and
/// its end. Closes the connection on anything else, which ends the call like any answer that is not HTTP.
///
/// AsyncHTTPClient (1.37.0) traps on responses in another order. It takes every status below 200, `000` too, for an interim
/// response without a body, and traps on the body that the parser finds behind it. It accepts any number of interim responses.
final class ResponseCheck: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private enum Expected { case nothing, head, bodyOrEnd }

    /// Servers send one or two (100, 103).
    private static let mostInterimHeads = 16

    private var expected = Expected.nothing
    private var interimHeads = 0
    private var isClosed = false

    /// Adds the check between the parser and the client, on the channel's event loop and without a delay: a connection that is
    /// closed meanwhile must fail as such.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(ResponseCheck(), position: .after(parser))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .head = unwrapOutboundIn(data) {
            expected = .head
            interimHeads = 0
        }
        context.write(data, promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        if isExpected(unwrapInboundIn(data)) {
            context.fireChannelRead(data)
        } else {
            isClosed = true
            context.fireErrorCaught(HTTPParserError.invalidStatus)
            context.close(promise: nil)
        }
    }

    private func isExpected(_ part: HTTPClientResponsePart) -> Bool {
        switch (expected, part) {
        case (.head, .head(let head)):
            switch head.status.code {
            case ..<100: return false
            case 100..<200 where head.status != .switchingProtocols:
                interimHeads += 1
                return interimHeads <= Self.mostInterimHeads
            default: expected = .bodyOrEnd
            }
        case (.bodyOrEnd, .body): break
        case (.bodyOrEnd, .end): expected = .nothing
        default: return false
        }
        return true
    }
}
