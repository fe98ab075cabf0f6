import Rehearsing
import Scheduling
import ShowTime
import TestSupport
import Testing
import ZegoAPI
import ZegoSimulator

@testable import ShowRuntime

/// A rehearsal hands over values where the night sends bytes: the answers must be the same.
struct RehearsedBytesTests {
    private static let messages = """
        - {id: a, every: 100ms, from: 0s, times: 50, rooms: [a, b], text: "a b&c=%20+ü 第{{ occurrence }}条 \\u2028😀"}
        - {id: chat, at: 1s, rooms: [b], category: chat, sender: {id: "x!-_~", name: "Zoë & Co"}, text: "<>\\"'\\\\"}
        - {id: long, at: 2s, rooms: [a], sender: {id: h}, text: "{{ 'x' * 1024 }}"}
        """

    @Test(arguments: [
        [], ["hang=0.2", "garbage=0.2", "http500=0.2"], ["206=0.5"], ["207:a=0.5", "104:b=0.2"],
        ["1=0.3", "reset=0.3"],
        ["refuse@1s..2s"], ["slow=0.5"], ["100000005@1s..3s"], ["100000004=0.3", "4711=0.2"],
    ])
    func anAnswerByValuesIsTheAnswerByBytes(faults: [String]) throws {
        var hall = RehearsalHall()
        hall.seed = UInt64(faults.count)
        let (differences, calls) = (Counter(), Counter())
        var configuration = SimulatorConfiguration()
        configuration.roomRate = 15
        configuration.faults = try faults.map { try Fault($0) }
        let log = try hall.log(timeline(Self.messages))
        var player = hall.rehearsal([log]) { begin, start in
            BothWays(configuration, start: start, begin: begin, calls: calls, differences: differences)
        }
        try player.begin()
        try player.play()
        // Fewer than a hundred where the account is held.
        #expect(calls.count > 30)
        #expect(differences.count == 0)
    }
}

/// Answers each call by values, and by the bytes that the night would send.
private struct BothWays: RehearsedAPI {
    private var values: SimulatedZego
    private var server: VirtualServer
    private let account: ZegoAccount
    private var nonce: UInt64 = 0
    private let calls: Counter
    private let differences: Counter

    init(
        _ configuration: SimulatorConfiguration, start: Uptime, begin: Instant, calls: Counter, differences: Counter
    ) {
        values = SimulatedZego(configuration, start: start, begin: begin)
        server = VirtualServer(configuration, start: start)
        account = ZegoAccount(
            appID: configuration.appID, secret: ZegoAPI.ServerSecret(configuration.serverSecret.text), isTest: nil,
            endpoint: .zego)
        self.calls = calls
        self.differences = differences
    }

    var timeout: AttemptEnd { values.timeout }
    var received: Int { values.received }
    var faultHits: [Int] { values.faultHits }
    var mostPerSecond: Int { values.mostPerSecond }
    var quota: Int? { values.quota }

    mutating func answer(_ attempt: Attempt, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        nonce += 1
        let call = SignedCall(attempt, account: account, nonce: nonce, timestamp: sent.wall.seconds)
        return compare(values.answer(attempt, sent: sent, arrival: arrival), with: call, at: arrival)
    }

    mutating func answer(_ probe: Probe, sent: Moment, arrival: Moment) -> RehearsedAnswer {
        nonce += 1
        let call = SignedCall(probe, account: account, nonce: nonce, timestamp: sent.wall.seconds)
        return compare(values.answer(probe, sent: sent, arrival: arrival), with: call, at: arrival)
    }

    private mutating func compare(
        _ answer: RehearsedAnswer, with call: SignedCall, at arrival: Moment
    ) -> RehearsedAnswer {
        let response = server.respond(toQuery: call.query, at: arrival)
        let end: AttemptEnd? =
            switch response.reply {
            case .http(let body): call.end(status: body.status, body: body.bytes)
            case .silence: nil
            case .reset: .connectionReset
            case .refused: .connectionRefused
            }
        let isSame =
            answer.end == end && answer.delay == response.delay && answer.isShown == response.isShown
            && received == server.callLog.totals.received && mostPerSecond == server.callLog.peakPerSecond
            && faultHits == server.faultHits
        calls.add()
        if !isSame { differences.add() }
        return answer
    }
}
