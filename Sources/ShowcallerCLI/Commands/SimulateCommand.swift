import ArgumentParser
import Logging
import ServiceLifecycle
import ShowTime
import UnixSignals
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
    var roomRate = RateOption.unlimited

    @Option(help: "How long each answer takes.")
    var latency = IntervalOption(.zero)

    @Option(help: ArgumentHelp("A room that does not exist. May be given again.", valueName: "room"))
    var missingRoom: [String] = []

    @Option(help: ArgumentHelp("Something that goes wrong. May be given again.", valueName: "fault"))
    var fault: [FaultOption] = []

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
        let simulator = ZegoSimulator(configuration)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: simulator)], gracefulShutdownSignals: [.sigterm, .sigint],
                logger: .silent))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do {
                let port = try await simulator.port
                var output = Output.standard
                output.line("# a simulator of ZEGO's Server API listens on http://127.0.0.1:\(port); Ctrl-C ends it")
                output.line("export ZEGO_BASE_URL=http://127.0.0.1:\(port)")
                output.line("export ZEGO_APP_ID=\(configuration.appID)")
                output.line("export ZEGO_SERVER_SECRET=\(configuration.serverSecret.text)")
                output.flush()
                try await tasks.waitForAll()
            } catch let error as ListeningError {
                throw Failure(error.message)
            }
        }
        let totals = simulator.callLog.totals
        var errors = Output.error
        errors.line(
            "\(count(totals.received, "call")), \(totals.shown) shown, at most \(simulator.callLog.peakPerSecond) in a second"
        )
        errors.flush()
    }
}

/// One fault in the grammar that is the same everywhere.
struct FaultOption: ExpressibleByArgument {
    var fault: Fault

    init?(argument: String) {
        guard let fault = try? Fault(argument) else { return nil }
        self.fault = fault
    }
}

extension Logger {
    /// For the libraries: what they have to say is no news to an operator, and may have a signed URL in it.
    static let silent = Logger(label: "showcaller") { _ in SwiftLogNoOpLogHandler() }
}
