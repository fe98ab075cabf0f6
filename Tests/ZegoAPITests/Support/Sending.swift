import HostSystem
import ShowTime
import Testing
import Timelines
import ZegoAPI

@testable import Scheduling

/// The secret of ZEGO's published example; it belongs to nobody.
let secretText = "9193cc662a4c0ec135ec71fb57194b38"

func account(_ address: String, isTest: Bool? = nil) throws -> ZegoAccount {
    ZegoAccount(
        appID: 12345, secret: ServerSecret(secretText), isTest: isTest, endpoint: try Endpoint(address))
}

func attempt(
    _ content: String = "hello", room: String = "123", sender: Sender = Sender(id: "host"), number: UInt64 = 1
) -> Attempt {
    Attempt(
        id: Attempt.ID(number: number, slot: 0), sender: sender,
        body: .direct(roomID: room, category: .system, content: content))
}

extension Timeouts {
    /// For calls that must not end by time, however slow the host: less than a test may take.
    static var patient: Self {
        var timeouts = Self()
        timeouts.connect = .seconds(300)
        timeouts.wholeCall = .seconds(300)
        return timeouts
    }

    /// For servers that cannot be connected to.
    static var shortConnect: Self {
        var timeouts = Self()
        timeouts.connect = .milliseconds(400)
        return timeouts
    }

    /// For servers that do not answer: long enough to connect to them on a busy host.
    static var shortCall: Self {
        var timeouts = Self()
        timeouts.wholeCall = .seconds(1)
        return timeouts
    }
}

/// Lets a transport live as long as the body takes.
func withTransport<Result>(
    to address: String, connections: Int = 100, time: any TimeSource = SystemTime(),
    timeouts: Timeouts = .patient, isTest: Bool? = nil,
    authorities: TrustedAuthorities? = nil,
    reloadSecret: @escaping @Sendable () -> ServerSecret? = { nil },
    nonce: @escaping @Sendable () -> UInt64 = { .random(in: 0 ... .max) },
    _ body: (ZegoTransport) async throws -> Result
) async throws -> Result {
    var account = try account(address, isTest: isTest)
    account.authorities = authorities
    let transport = ZegoTransport(
        account: account, mostConnections: connections, time: time, timeouts: timeouts,
        reloadSecret: reloadSecret, nonce: nonce)
    do {
        let result = try await body(transport)
        await transport.shutDown()
        return result
    } catch {
        await transport.shutDown()
        throw error
    }
}

extension ZegoTransport {
    /// Sends and waits for the end. Checks what holds for every end.
    func end(of attempt: Attempt = attempt(), at place: SourceLocation = #_sourceLocation) async throws -> AttemptEnd {
        let (ends, continuation) = AsyncStream.makeStream(of: (Attempt.ID, AttemptEnd).self)
        send(attempt) { continuation.yield(($0, $1)) }
        var iterator = ends.makeAsyncIterator()
        let (id, end) = try #require(await iterator.next(), sourceLocation: place)
        #expect(id == attempt.id, sourceLocation: place)
        #expect(end.took >= .zero, sourceLocation: place)
        expectNothingGivenAway(end, at: place)
        if end.kind == .notSent { #expect(end.handedOver == nil, sourceLocation: place) }
        if end.code != nil { #expect(end.handedOver != nil, sourceLocation: place) }
        return end
    }
}

extension ZegoTransport {
    /// Probes and waits for the end.
    func probed() async throws -> AttemptEnd {
        let (ends, continuation) = AsyncStream.makeStream(of: AttemptEnd.self)
        probe(Probe(id: Probe.ID(number: 1), roomID: "123")) { continuation.yield($1) }
        var iterator = ends.makeAsyncIterator()
        let end = try #require(await iterator.next())
        expectNothingGivenAway(end)
        return end
    }
}

/// No text of an end may have a URL, a query or the secret in it.
func expectNothingGivenAway(_ end: AttemptEnd, at place: SourceLocation = #_sourceLocation) {
    for text in [end.reason, end.messageID, end.requestID].compactMap({ $0 }) {
        for part in [secretText, "http://", "https://", "Signature=", "Action=", "MessageContent=", "127.0.0.1"] {
            #expect(!text.contains(part), "\(part) in a text of an end", sourceLocation: place)
        }
    }
}
