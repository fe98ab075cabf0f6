import ShowTime
import Testing

@testable import ZegoSimulator

/// The simulated server as a rehearsal calls it.
struct VirtualServerTests {
    private var caller = Caller()

    private mutating func response(to fault: String) throws -> SimulatedResponse {
        var configuration = SimulatorConfiguration()
        configuration.latency = .milliseconds(20)
        configuration.faults = [try Fault(fault)]
        var server = VirtualServer(configuration, start: Caller.begin.uptime)
        return server.respond(toQuery: caller.message().formEncoded, at: Caller.begin)
    }

    private func text(_ response: SimulatedResponse) -> String? {
        guard case .http(let body) = response.reply else { return nil }
        return "\(body.status) \(String(decoding: body.bytes, as: UTF8.self))"
    }

    @Test mutating func anAnswerTakesTheLatency() throws {
        let response = try response(to: "104:elsewhere")
        #expect(text(response)?.hasPrefix(#"200 {"Code":0,"Data":{"MessageId":"1_1615186943000_1"}"#) == true)
        #expect(response.delay == .milliseconds(20))
        #expect(response.isShown)
    }

    @Test mutating func everyFaultHasItsReply() throws {
        #expect(try response(to: "hang").reply == .silence)
        #expect(try response(to: "reset").reply == .reset)
        #expect(try response(to: "refuse").reply == .refused)
        #expect(try response(to: "slow").delay == .milliseconds(3020))
        #expect(try text(response(to: "garbage")) == #"200 {"Code":0,"Data":{"Messa"#)
        #expect(try text(response(to: "http500"))?.hasPrefix("500 <html>") == true)
        #expect(try text(response(to: "104"))?.hasPrefix(#"200 {"Code":104,"#) == true)
    }

    @Test mutating func countsCallsAsTheyArrive() throws {
        var configuration = SimulatorConfiguration()
        configuration.faults = [try Fault("refuse@5s..6s"), try Fault("104:2")]
        var server = VirtualServer(configuration, start: Caller.begin.uptime)
        for (second, room) in [(0, "1"), (0, "2"), (2, "1"), (5, "1")] as [(Int64, String)] {
            let query = caller.message(room: room).formEncoded
            _ = server.respond(toQuery: query, at: Caller.after(.seconds(second)))
        }
        #expect(server.callLog.totals.received == 3)
        #expect(server.callLog.peakPerSecond == 2)
        #expect(server.faultHits == [1, 1])
        // A rehearsal has no use for them.
        #expect(server.callLog.entries.isEmpty)
    }
}
