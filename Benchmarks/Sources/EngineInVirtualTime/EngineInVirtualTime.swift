import MarkedYAML
import Scheduling
import ShowTime
import Timelines

/// Plays a timeline by the engine alone: virtual time, every call accepted, no log. Prints deliveries, seconds, and
/// deliveries a second.
///
/// Argument: how many messages, each for two rooms.
@main
enum EngineInVirtualTime {
    static func main() {
        let messages = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 500_000
        let start = Instant.seconds(1_800_000_000)
        let loaded = TimelineLoader.load(
            SourceText(name: "engine", bytes: Array(timeline(of: messages).utf8)),
            options: LoadingOptions(assumedStart: start))
        guard let timeline = loaded.timeline else { fatalError("\(loaded.diagnostics.map(\.message))") }

        var driver = VirtualDriver<AcceptingAPI.Event>(
            .init(rate: nil, roomRate: nil), at: Moment(wall: start - .seconds(1), uptime: .zero))
        var api = AcceptingAPI()
        let clock = ContinuousClock()
        let took = clock.measure {
            driver.give(in: &api) {
                $0.load(RunID(timeline: timeline.name, start: start), timeline, at: $1)
            }
            while driver.step(in: &api) {}
        }
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        precondition(api.accepted == 2 * messages, "only \(api.accepted) of \(2 * messages) were accepted")
        print("\(api.accepted) \(seconds) \(Int(Double(api.accepted) / seconds))")
    }

    /// Ten messages a second, as a busy show has them.
    private static func timeline(of messages: Int) -> String {
        var text = """
            timeline: engine
            sender: {id: host}
            vars: {product: Nova}
            messages:

            """
        for number in 0..<messages {
            text += """
                - at: \(number * 100)ms
                  rooms: [room-\(number % 50), lobby]
                  text: "{{ product }} is live in {{ room.id }}: item \(number)"

                """
        }
        return text
    }
}

/// Accepts every attempt after ten milliseconds.
struct AcceptingAPI: VirtualWorld {
    struct Event: Sendable { var attempt: Attempt.ID }

    var accepted = 0

    mutating func happen(_ event: Event, _ driver: inout VirtualDriver<Event>) {
        driver.scheduler.attemptEnded(
            event.attempt, AttemptEnd(.accepted, code: 0, took: .milliseconds(10)), at: driver.now)
    }

    mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout VirtualDriver<Event>) {
        for action in actions {
            switch action {
            case .attempt(let attempt):
                driver.schedule(Event(attempt: attempt.id), after: .milliseconds(10))
            case .record(.result(let result)) where result.outcome == .sent: accepted += 1
            default: break
            }
        }
    }
}
