import ArgumentParser
import ServiceLifecycle
import ShowTime
import ZegoAPI
import ZegoSimulator

struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Runs a simulator of ZEGO's Server API on this host.",
        discussion: """
            Prints what to put into the environment so that other commands call it. Faults are written \
            KIND[:ROOM][@FROM[..TO]][=SHARE], KIND one of hang, reset, refuse, slow, garbage, http500 or a return code: \
            206@30s..40s=0.2, 104:124, hang=0.01.
            """)

    @Option(help: "The port on 127.0.0.1; 0 for any that is free.")
    var port = 0

    @Option(help: "Calls a second of the account, or unlimited.")
    var rate = RateOption(rate: 100)

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: nil)

    @Option(help: "How long each answer takes.")
    var latency = IntervalOption(.zero)

    @Option(help: ArgumentHelp("A room that does not exist. May be given again.", valueName: "room"))
    var missingRoom: [String] = []

    @Option(
        help: ArgumentHelp("Something that goes wrong. May be given again.", valueName: "fault"),
        transform: RehearsedFault.init)
    var fault: [RehearsedFault] = []

    @Option(help: "Makes chance repeat.")
    var seed: UInt64 = 0

    func run() async throws {
        var configuration = SimulatorConfiguration()
        configuration.port = port
        configuration.rate = rate.rate.map(Int.init)
        configuration.roomRate = roomRate.rate.map(Int.init)
        configuration.latency = latency.interval
        configuration.missingRooms = Set(missingRoom)
        configuration.faults = fault.map(\.fault)
        configuration.seed = seed
        Redaction.letThrough(ZegoAPI.ServerSecret(configuration.serverSecret.text))
        let simulator = ZegoSimulator(configuration)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await runUntilSignalled([.init(simulator)]) }
            do {
                let port = try await simulator.port
                Output.print(
                    "# a simulator of ZEGO's Server API listens on http://127.0.0.1:\(port); Ctrl-C ends it",
                    "export ZEGO_BASE_URL=http://127.0.0.1:\(port)",
                    "export ZEGO_APP_ID=\(configuration.appID)",
                    "export ZEGO_SERVER_SECRET=\(configuration.serverSecret.text)")
                try await tasks.waitForAll()
            } catch let error as ListeningError {
                throw Failure(error.message)
            }
        }
        let log = simulator.callLog
        let calls = "\(count(log.totals.received, "call")), \(log.totals.shown) shown"
        Output.print("\(calls), at most \(log.peakPerSecond) in a second", to: .error)
    }
}
