import HostSystem
import NIOCore
import Reporting
import Scheduling
import ShowTime
import Testing
import ZegoSimulator

@testable import ZegoAPI

/// The real client over real HTTP, against the simulator, which shares no code with it, and against servers that do all wrong.
@Suite(.timeLimit(.minutes(10))) struct RoomInquiryTests {
    private func reply(
        to question: RoomQuestion, at address: String, secret: String = secretText, time: any TimeSource = SystemTime(),
        timeouts: Timeouts = .patient
    ) async throws -> RoomReply {
        let account = ZegoAccount(
            appID: 12345, secret: ZegoAPI.ServerSecret(secret), isTest: nil, endpoint: try Endpoint(address))
        let inquiry = RoomInquiry(account: account, time: time, timeouts: timeouts)
        let reply = await inquiry.ask(question)
        await inquiry.shutDown()
        expectNothingGivenAway(reply.end)
        #expect(reply.end.took >= .zero)
        return reply
    }

    private static let awkward = "a#b+c&d=~;'%"

    @Test func audiencesAndPresenceAreAskedFor() async throws {
        try await withSimulator {
            $0.audiences = ["full": 12_000, Self.awkward: 7]
            $0.missingRooms = ["gone"]
            $0.users = [Self.awkward: ["h&o=s+t"]]
        } _: { simulator, address in
            let rooms = try await reply(to: .audiences(rooms: ["full", "gone", Self.awkward]), at: address)
            #expect(rooms.end.kind == .accepted)
            #expect(
                rooms.audiences == [
                    "full": .init(people: 12_000), "gone": .init(people: 0), Self.awkward: .init(people: 7),
                ])
            let users = try await reply(to: .presence(users: ["h&o=s+t", "nova"], room: Self.awkward), at: address)
            #expect(users.presence == ["h&o=s+t": true, "nova": false])
            let gone = try await reply(to: .presence(users: ["nova"], room: "gone"), at: address)
            #expect(gone.end.code == 50001)
            #expect(gone.presence.isEmpty)
            let query = try #require(simulator.callLog.entries.first?.query)
            #expect(query.values(of: "RoomId[]") == ["full", "gone", Self.awkward])
            #expect(simulator.callLog.totals.shown == 0)
        }
    }

    @Test func aWrongSecretIsAnAccountError() async throws {
        try await withSimulator { _, address in
            let reply = try await reply(to: .audiences(rooms: ["a"]), at: address, secret: "another")
            #expect(reply.end.kind == .account)
            #expect(reply.end.code == 100_000_005)
            #expect(reply.clock != nil)
        }
    }

    /// A host whose clock is off by a fixed interval.
    private struct Skewed: TimeSource {
        var by: Interval
        var now: Moment { Moment(wall: SystemTime().now.wall + by, uptime: SystemTime().now.uptime) }
    }

    @Test func theServersClockIsLookedAt() async throws {
        try await withSimulator { _, address in
            let reply = try await reply(to: .audiences(rooms: ["a"]), at: address, time: Skewed(by: .minutes(3)))
            let clock = try #require(reply.clock)
            #expect(clock.asked <= clock.answered)
            // The server wrote a whole second between the two, three minutes ago; it may have kept it for a while.
            #expect(clock.server > clock.asked - .minutes(3) - .seconds(60))
            #expect(clock.server <= clock.answered - .minutes(3))
            let late = try await self.reply(
                to: .audiences(rooms: ["a"]), at: address, time: Skewed(by: -.minutes(11)))
            #expect(late.end.kind == .clock)
            #expect(late.clock != nil)
        }
    }

    @Test(arguments: [
        ("hang", AttemptEnd.Kind.unanswered, "no answer in time"),
        ("reset", .unanswered, "connection reset"),
        ("garbage", .foreignAnswer, "an answer that is not ZEGO's"),
        ("http500", .foreignAnswer, "HTTP 500, and no answer of ZEGO's"),
        ("206", .throttledApp, "too many requests of this app"),
    ])
    func everyFaultHasItsEnd(fault: String, kind: AttemptEnd.Kind, reason: String) async throws {
        try await withSimulator({ $0.faults = [try! Fault(fault)] }) { _, address in
            let reply = try await reply(
                to: .audiences(rooms: ["a"]), at: address, timeouts: fault == "hang" ? .shortCall : .patient)
            #expect(reply.end.kind == kind)
            // Whether a broken connection shows as reset or as closed is the system's choice.
            let reasons =
                fault == "reset" ? [reason, "connection closed before an answer", "connection broken"] : [reason]
            #expect(reasons.contains(reply.end.reason ?? ""), "\(reply.end)")
            // Garbage is nobody's clock.
            #expect((reply.clock != nil) == (reply.end.code != nil))
        }
    }

    @Test func nobodyThereIsNotSent() async throws {
        let address = try await HostileServer.running(.init()) { $0.address }
        let reply = try await reply(to: .audiences(rooms: ["a"]), at: address)
        #expect(reply.end.kind == .notSent)
        #expect(reply.end.reason == "connection refused")
    }

    @Test func anAnswerThatNeverEndsIsNotWaitedFor() async throws {
        // A byte now and then: no read ever times out, and no length is ever reached.
        let conduct = HostileServer.Conduct(onRequest: { channel, _ in
            channel.say("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n{")
            channel.eventLoop.scheduleRepeatedTask(initialDelay: .milliseconds(50), delay: .milliseconds(50)) { task in
                if channel.isActive { channel.say(" ") } else { task.cancel() }
            }
        })
        try await HostileServer.running(conduct) { server in
            let reply = try await reply(to: .audiences(rooms: ["a"]), at: server.address, timeouts: .shortCall)
            #expect(reply.end.kind == .unanswered)
            #expect(reply.end.reason == "no answer in time")
        }
    }

    @Test func anAnswerWithoutMeasureIsNotRead() async throws {
        let body = String(repeating: " ", count: 70_000)
        try await HostileServer.running(.answering(http("200 OK", body))) { server in
            let reply = try await reply(to: .audiences(rooms: ["a"]), at: server.address)
            #expect(reply.end.kind == .foreignAnswer)
        }
    }

    @Test func anAnswerThatRepeatsTheCallIsNotShown() async throws {
        let body = #"{"Code":2,"Message":"bad: Action=DescribeUserNum&Signature=abc"}"#
        try await HostileServer.running(.answering(http("200 OK", body))) { server in
            let reply = try await reply(to: .audiences(rooms: ["a"]), at: server.address)
            #expect(reply.end.code == 2)
            #expect(reply.end.reason == "(left out: it repeats the signed call)")
        }
    }
}
