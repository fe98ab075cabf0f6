import HostSystem
import Scheduling
import ShowTime
import Synchronization
import TestSupport
import Testing
import Timelines
import ZegoSimulator

@testable import ZegoAPI

/// The real transport over real HTTP against the simulator, which shares no code with it.
@Suite(.timeLimit(.minutes(10))) struct SimulatorCallTests {
    /// A wall clock that shows what it is told, and an uptime that runs.
    private final class SetTime: TimeSource {
        private let wall: Mutex<Instant>

        init(_ wall: Instant) { self.wall = Mutex(wall) }

        var now: Moment { Moment(wall: wall.withLock { $0 }, uptime: SystemTime().now.uptime) }

        func set(_ instant: Instant) { wall.withLock { $0 = instant } }
    }

    /// The second of the published example.
    private static let published = Instant.seconds(1_615_186_943)

    @Test func thePublishedExampleIsAccepted() async throws {
        let time = SetTime(Self.published)
        let began = time.now.uptime
        try await withSimulator(at: time) { simulator, address in
            let end = try await withTransport(to: address, time: time, nonce: { 0x4fd2_4687_296d_d9f3 }) {
                transport async throws in
                try await transport.end()
            }
            #expect(end.kind == .accepted)
            #expect(end.code == 0)
            #expect(end.messageID == "1_1615186943000_1")
            #expect(end.requestID?.utf8.count == 19)
            #expect(end.handedOver.map { (began...time.now.uptime).contains($0) } == true)
            let query = try #require(simulator.callLog.entries.first?.query)
            #expect(query["SignatureNonce"] == "4fd24687296dd9f3")
            #expect(query["Timestamp"] == "1615186943")
            #expect(query["AppId"] == "12345")
            #expect(query.values(of: "IsTest") == [])
        }
    }

    @Test(arguments: [
        "20% off + free & more = #1?", "“quotes” \"and\" 'these'", "👨‍👩‍👧‍👦🇨🇳", "第一行\n第二行\t制表", "a+b c%20d%2B",
        "?Action=Other&RoomId=9#x", "\\u0041 &#65; <b>", String(repeating: "界", count: 341),
    ])
    func whatArrivesIsWhatWasWritten(content: String) async throws {
        try await withSimulator { simulator, address in
            let sender = Sender(id: "h&o=s+t", name: "名 +&=%#\"")
            let end = try await withTransport(to: address) { transport async throws in
                try await transport.end(of: attempt(content, room: "a#b+c&d=", sender: sender))
            }
            #expect(end.kind == .accepted)
            let entry = try #require(simulator.callLog.entries.first)
            #expect(entry.query["MessageContent"] == content)
            #expect(entry.query["RoomId"] == "a#b+c&d=")
            #expect(entry.query["UserId"] == sender.id)
            #expect(entry.query["UserName"] == sender.name)
            #expect(entry.query["MessageCategory"] == "1")
            #expect(entry.isShown)
        }
    }

    @Test func everyAttemptIsSignedAnew() async throws {
        let time = SetTime(Self.published)
        try await withSimulator(at: time) { simulator, address in
            try await withTransport(to: address, time: time) { transport async throws in
                for second in 0..<20 as Range<Int64> {
                    time.set(.seconds(1_615_186_943 + second))
                    #expect(try await transport.end().kind == .accepted)
                }
            }
            let queries = simulator.callLog.entries.map(\.query)
            #expect(Set(queries.compactMap { $0["SignatureNonce"] }).count == 20)
            #expect(queries.map { $0["Timestamp"] } == (1_615_186_943..<1_615_186_963).map { String($0) })
            #expect(queries.allSatisfy { $0["SignatureNonce"]?.utf8.count == 16 })
        }
    }

    @Test(arguments: [true, false]) func isTestIsSaid(isTest: Bool) async throws {
        try await withSimulator { simulator, address in
            let end = try await withTransport(to: address, isTest: isTest) { try await $0.end() }
            #expect(end.kind == .accepted)
            #expect(simulator.callLog.entries.first?.query["IsTest"] == String(isTest))
        }
    }

    @Test func aClockThatIsOffIsSaidToBe() async throws {
        let time = SetTime(Self.published)
        try await withSimulator(at: time) { _, address in
            let end = try await withTransport(to: address, time: SetTime(Self.published + .minutes(11))) {
                transport async throws in
                try await transport.end()
            }
            #expect(end.kind == .clock)
            #expect(end.code == 100_000_004)
        }
    }

    @Test func aWrongSecretIsAnAccountErrorUntilAProbeReadsTheRightOne() async throws {
        try await withSimulator({ $0.serverSecret.text = "another" }) { _, address in
            let reads = Counter()
            let reload: @Sendable () -> ZegoAPI.ServerSecret? = {
                reads.add() == 1 ? nil : ZegoAPI.ServerSecret("another")
            }
            try await withTransport(to: address, reloadSecret: reload) { transport async throws in
                let wrong = try await transport.end()
                #expect(wrong.kind == .account)
                #expect(wrong.code == 100_000_005)
                #expect(reads.count == 0)
                // The file could not be read: the secret that there is stays.
                #expect(try await transport.probed().kind == .account)
                #expect(try await transport.probed().kind == .accepted)
                // What follows a probe is signed with what it read.
                #expect(try await transport.end().kind == .accepted)
                #expect(reads.count == 2)
            }
        }
    }

    @Test(arguments: [
        ("hang", AttemptEnd.Kind.unanswered), ("reset", .unanswered), ("garbage", .foreignAnswer),
        ("http500", .foreignAnswer), ("104", .refused), ("206", .throttledApp), ("207", .throttledRoom),
        ("1", .transient), ("100000005", .account), ("50012", .refused),
    ])
    func everyFaultHasItsEnd(fault: String, kind: AttemptEnd.Kind) async throws {
        try await withSimulator({ $0.faults = [try! Fault(fault)] }) { _, address in
            let timeouts = fault == "hang" ? Timeouts.shortCall : .patient
            try await withTransport(to: address, timeouts: timeouts) { transport async throws in
                let end = try await transport.end()
                #expect(end.kind == kind)
                #expect(end.handedOver != nil)
                #expect(end.reason != nil)
            }
        }
    }

    @Test func warmingUpIsNoCallAndLeavesAConnection() async throws {
        try await withSimulator { simulator, address in
            try await withTransport(to: address) { transport async throws in
                transport.warmUp()
                #expect(try await transport.end().kind == .accepted)
                #expect(simulator.callLog.totals.received == 1)
            }
        }
    }
}
