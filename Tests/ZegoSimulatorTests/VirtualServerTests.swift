import ShowTime
import Testing

@testable import ZegoSimulator

/// The simulated API as a rehearsal calls it.
struct VirtualServerTests {
    private static let noon = Moment(wall: .seconds(1_795_176_000), uptime: Uptime(nanoseconds: 0))

    /// A call as it is signed at noon, with a nonce of its own.
    private static func query(_ number: Int, room: String = "1") -> String {
        let nonce = String(repeating: "0", count: 16 - String(number).count) + String(number)
        let timestamp = String(noon.wall.seconds)
        let configuration = SimulatorConfiguration()
        let signature = Signature(appID: configuration.appID, secret: configuration.serverSecret)
        let digits = String(decoding: signature.hexadecimal(nonce: nonce, timestamp: timestamp), as: UTF8.self)
        return """
            Action=SendBarrageMessage&AppId=\(configuration.appID)&SignatureNonce=\(nonce)&Timestamp=\(timestamp)\
            &Signature=\(digits)&SignatureVersion=2.0&RoomId=\(room)&UserId=host&MessageCategory=1&MessageContent=x
            """
    }

    private func reply(to fault: String) throws -> (reply: VirtualServer.Reply, delay: Interval, isShown: Bool) {
        var configuration = SimulatorConfiguration()
        configuration.latency = .milliseconds(20)
        configuration.faults = [try Fault(fault)]
        var server = VirtualServer(configuration, start: .zero)
        return server.answer(toQuery: Self.query(1), at: Self.noon)
    }

    private func text(_ reply: VirtualServer.Reply) -> String? {
        if case .http(let status, let body) = reply {
            "\(status) \(String(decoding: body, as: UTF8.self))"
        } else {
            nil
        }
    }

    @Test func anAnswerIsTheApisAndTakesTheLatency() throws {
        let (reply, delay, isShown) = try reply(to: "104:elsewhere")
        #expect(text(reply)?.hasPrefix(#"200 {"Code":0,"Data":{"MessageId":"1_1795176000000_1"}"#) == true)
        #expect(delay == .milliseconds(20))
        #expect(isShown)
    }

    @Test func everyFaultHasItsReply() throws {
        #expect(try reply(to: "hang").reply == .silence)
        #expect(try reply(to: "reset").reply == .reset)
        #expect(try reply(to: "refuse").reply == .refused)
        #expect(try reply(to: "slow").delay == .milliseconds(3020))
        #expect(try text(reply(to: "garbage").reply) == #"200 {"Code":0,"Data":{"Messa"#)
        #expect(try text(reply(to: "http500").reply)?.hasPrefix("500 <html>") == true)
        #expect(try text(reply(to: "104").reply)?.hasPrefix(#"200 {"Code":104,"#) == true)
        #expect(try reply(to: "104").isShown == false)
        #expect(try reply(to: "refuse").isShown == false)
    }

    @Test func callsAreCountedAsTheyArrive() throws {
        var configuration = SimulatorConfiguration()
        configuration.faults = [try Fault("refuse@5s..6s"), try Fault("104:2")]
        var server = VirtualServer(configuration, start: .zero)
        for (number, (second, room)) in [(0, "1"), (0, "2"), (2, "1"), (5, "1")].enumerated() {
            _ = server.answer(
                toQuery: Self.query(number, room: room), at: Self.noon.advanced(by: .seconds(Int64(second))))
        }
        #expect(server.received == 3)
        #expect(server.mostPerSecond == 2)
        #expect(server.faulted == 2)
    }
}
