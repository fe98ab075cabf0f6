import NIOCore
import NIOHTTP1

/// Closes a connection on a response head that is not HTTP's, which ends the call as any answer that is not HTTP.
///
/// AsyncHTTPClient (1.37.0) takes every status below 200, `000` too, for an interim response without a body, and traps
/// on the body that the parser finds behind it.
final class ResponseHeadCheck: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    private var isClosed = false

    /// Adds the check between the parser and the client. On the channel's event loop, at once: a connection that is
    /// closed meanwhile must fail as such.
    static func add(to channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            try pipeline.addHandler(ResponseHeadCheck(), position: .after(parser))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosed else { return }
        if case .head(let head) = unwrapInboundIn(data), head.status.code < 100 {
            isClosed = true
            context.fireErrorCaught(HTTPParserError.invalidStatus)
            context.close(promise: nil)
        } else {
            context.fireChannelRead(data)
        }
    }
}
