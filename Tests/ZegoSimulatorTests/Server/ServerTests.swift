import HostSystem
import Logging
import NIOHTTP1
import ServiceLifecycle
import ShowTime
import Synchronization
import Testing

@testable import ZegoSimulator

/// Over real HTTP. The time limit is for a server that never answers; nothing is asserted about speed.
@Suite(.timeLimit(.minutes(10))) struct ServerTests {
    private var caller = Caller()

    @Test mutating func acceptsAMessage() async throws {
        let query = caller.message("欢迎", at: SystemTime().now)
        try await withSimulator { running in
            let reply = try await running.send(query)
            #expect(reply.status == 200)
            #expect(reply.body.hasPrefix(#"{"Code":0,"Data":{"MessageId":"1_"#))
            #expect(reply.body.contains(#"},"Message":"success","RequestId":""#))
            let entry = try #require(running.callLog.entries.first)
            #expect(entry.query == query.without("Signature"))
            #expect(entry.isShown)
            #expect(running.callLog.totals.shown == 1)
        }
    }

    @Test mutating func aPlusAndAnEscapedSpaceAreTheSame() async throws {
        let queries = ["a+b", "a%20b", "a%2Bb"].map { content in
            caller.message(at: SystemTime().now).without("MessageContent").formEncoded + "&MessageContent=" + content
        }
        try await withSimulator { running in
            for query in queries { _ = try await running.request("/?" + query) }
            #expect(running.callLog.entries.map { $0.query["MessageContent"] } == ["a b", "a b", "a+b"])
            #expect(running.callLog.totals.shown == 3)
        }
    }

    @Test mutating func anErrorIsHTTP200() async throws {
        caller.secret = ServerSecret("another")
        let query = caller.message(at: SystemTime().now)
        try await withSimulator { running in
            let reply = try await running.send(query)
            #expect(reply.status == 200)
            #expect(reply.body.hasPrefix(#"{"Code":100000005,"Message":"signature error","RequestId":""#))
        }
    }

    @Test func onlyGETOfTheRootIsACall() async throws {
        try await withSimulator { running in
            let replies = [
                try await running.request("/", method: .HEAD),
                try await running.request("/v2?Action=SendBarrageMessage"),
                try await running.request("/", method: .POST),
            ]
            #expect(replies.map(\.status) == [200, 404, 405])
            #expect(running.callLog.totals == CallLog.Totals())
        }
    }

    @Test mutating func aHangingCallHoldsUpNoOther() async throws {
        let hanging = caller.message(room: "h", at: SystemTime().now)
        let other = caller.message(at: SystemTime().now)
        try await withSimulator(faults: Fault(.hang, room: "h")) { running in
            let waiting = Task { try await running.send(hanging) }
            try await running.waitForCalls(1)
            let reply = try await running.send(other)
            #expect(reply.status == 200)
            waiting.cancel()
            await #expect(throws: (any Error).self) { try await waiting.value }
            #expect(running.callLog.entries.map(\.fault) == [.hang, nil])
            #expect(running.callLog.entries.map(\.code) == [nil, .success])
        }
    }

    @Test mutating func aResetBreaksTheConnection() async throws {
        let query = caller.message(at: SystemTime().now)
        try await withSimulator(faults: Fault(.reset)) { running in
            await #expect(throws: (any Error).self) { try await running.send(query) }
            #expect(running.callLog.entries.compactMap(\.fault) == [.reset])
            // The next connection is as good as new.
            let warm = try await running.request("/", method: .HEAD)
            #expect(warm.status == 200)
        }
    }

    @Test mutating func garbageIsNotJSON() async throws {
        let query = caller.message(at: SystemTime().now)
        try await withSimulator(faults: Fault(.garbage)) { running in
            let reply = try await running.send(query)
            #expect(reply == .init(status: 200, body: #"{"Code":0,"Data":{"Messa"#))
        }
    }

    @Test mutating func anInternalErrorIsAPage() async throws {
        let query = caller.message(at: SystemTime().now)
        try await withSimulator(faults: Fault(.http500)) { running in
            let reply = try await running.send(query)
            #expect(reply.status == 500)
            #expect(reply.body.hasPrefix("<html>"))
        }
    }

    @Test mutating func anAnswerTakesAtLeastTheLatency() async throws {
        let query = caller.message(at: SystemTime().now)
        try await withSimulator(latency: .milliseconds(50)) { running in
            let before = SystemTime().now.uptime
            let reply = try await running.send(query)
            #expect(reply.status == 200)
            #expect(SystemTime().now.uptime - before >= .milliseconds(50))
            let arrival = try #require(running.callLog.entries.first).arrival
            #expect(arrival.uptime >= before)
        }
    }

    @Test func manyConnectionsShareOneLimit() async throws {
        try await withSimulator(rate: 5) { running in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 as Range<UInt64> {
                    group.addTask {
                        var caller = Caller(calls: number)
                        _ = try await running.send(caller.message(room: "\(number)", at: SystemTime().now))
                    }
                }
                try await group.waitForAll()
            }
            let totals = running.callLog.totals
            #expect(totals.received == 20)
            #expect(totals.shown >= 5)
            let codes = running.callLog.entries.map(\.code)
            #expect(codes.count { $0 == .success } == totals.shown)
            #expect(codes.count { $0 == .appLimit } == 20 - totals.shown)
        }
    }

    @Test func refusesConnectionsFromTheStart() async throws {
        try await withSimulator(faults: Fault(.refuse)) { running in
            await #expect(throws: (any Error).self) { try await running.request("/", method: .HEAD) }
            #expect(running.callLog.totals.received == 0)
        }
    }

    @Test mutating func listensAgainOnTheSamePort() async throws {
        let query = caller.message(at: SystemTime().now)
        try await withSimulator(faults: Fault(.refuse, to: .milliseconds(200))) { running in
            // Refused at first; broken off where the connection came just as it stopped listening.
            var status: UInt?
            while status == nil {
                status = try? await running.send(query).status
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(status == 200)
            #expect(running.callLog.totals.shown == 1)
        }
    }

    @Test mutating func shutsDownWhileCallsHang() async throws {
        let query = caller.message(at: SystemTime().now)
        var configuration = SimulatorConfiguration()
        configuration.faults = [Fault(.hang)]
        let simulator = ZegoSimulator(configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let services = ServiceGroup(configuration: .init(services: [simulator], logger: logger))
        let serving = Task { try await services.run() }
        let port = try await simulator.port
        try await withClient { client in
            let running = RunningSimulator(simulator: simulator, port: port, client: client)
            // One connection that waits, one that idles.
            let hanging = Task { try await running.send(query) }
            _ = try await running.request("/", method: .HEAD)
            try await running.waitForCalls(1)
            await services.triggerGracefulShutdown()
            // The connection breaks; a framework's error page would pass for an answer.
            await #expect(throws: (any Error).self) { try await hanging.value }
            _ = await serving.result
            await #expect(throws: (any Error).self) { try await running.request("/", method: .HEAD) }
        }
    }

    @Test mutating func shutsDownWhileAnAnswerIsLate() async throws {
        let query = caller.message(at: SystemTime().now)
        let waiting = Mutex<Task<RunningSimulator.Reply, any Error>?>(nil)
        try await withSimulator(latency: .hours(1)) { running in
            waiting.withLock { $0 = Task { try await running.send(query) } }
            try await running.waitForCalls(1)
        }
        let task = waiting.withLock { $0 }
        await #expect(throws: (any Error).self) { try await task?.value }
    }

    @Test func saysWhyItCannotListen() async throws {
        try await withSimulator { running in
            var configuration = SimulatorConfiguration()
            configuration.port = running.port
            let second = ZegoSimulator(configuration)
            let error = try #require(
                await #expect(throws: ListeningError.self) { try await second.run() })
            #expect(
                error.message
                    == "the simulator cannot listen on 127.0.0.1:\(running.port): Address already in use;"
                    + " choose another port, or 0 for any free one")
            await #expect(throws: error) { try await second.port }
        }
    }

    @Test func aSimulatorThatIsCancelledAtOnceHasNoPort() async {
        let simulator = ZegoSimulator()
        let serving = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await simulator.run()
        }
        await #expect(throws: CancellationError.self) { try await simulator.port }
        _ = await serving.result
    }
}
