import ArgumentParser
import Rehearsing
import ShowRuntime
import ShowTime
import Timelines

/// One end of a preview's window: an offset, or an instant.
enum WindowEdge: ExpressibleByArgument, Sendable {
    case offset(Interval)
    case time(WrittenTime)

    init?(argument: String) {
        if let interval = try? Interval(offset: argument) {
            self = .offset(interval)
        } else if let time = (try? WrittenTime(argument)) ?? (try? WrittenTime("\(argument) 00:00")) {
            self = .time(time)
        } else {
            return nil
        }
    }

    func instant(in zone: Zone) -> Instant? {
        switch self {
        case .offset: nil
        case .time(.instant(let instant)): instant
        case .time(.local(let civil)): zone.instant(civil)
        }
    }
}

/// `--from` and `--to`: both offsets, or both instants.
struct WindowOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Only what is due from here on: an offset (-10m), or an instant (\"2026-11-20 20:00\", 2026-11-20), with which every run that plays then is shown.",
            valueName: "time"))
    var from: WindowEdge?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Only what is due until here, this moment included. Of instants, \(WindowRuns.usualLength.words) after --from where it is not given.",
            valueName: "time"))
    var to: WindowEdge?

    func validate() throws {
        switch (from, to) {
        case (.offset(let from)?, .offset(let to)?) where from > to:
            throw ValidationError("--from lies behind --to")
        case (.offset?, .time?), (.time?, .offset?):
            throw ValidationError("--from and --to are two offsets, or two instants")
        default: break
        }
    }

    var isOfInstants: Bool {
        for case .time? in [from, to] { return true }
        return false
    }

    /// The window of offsets. Nil where it is one of instants.
    var offsets: PreviewWindow? {
        guard !isOfInstants else { return nil }
        var range = -Interval.longest...Interval.longest
        if case .offset(let from)? = from { range = from...max(from, range.upperBound) }
        if case .offset(let to)? = to { range = min(range.lowerBound, to)...to }
        return from == nil && to == nil ? .all : .offsets(range)
    }

    /// The window of instants, with local times read in a timeline's zone. Nil where it ends before it begins.
    func instants(in zone: Zone, now: Instant) -> ClosedRange<Instant>? {
        let from = self.from?.instant(in: zone) ?? self.to?.instant(in: zone).map { min(now, $0) } ?? now
        let to = self.to?.instant(in: zone) ?? from + WindowRuns.usualLength
        return from <= to ? from...to : nil
    }
}
