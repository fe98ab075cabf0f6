package import ShowTime

/// The variables and facts that a template sees when it is expanded for one delivery. The wall clock is not part of it.
package struct Scope: Sendable {
    /// Those of the command line, which win over all others.
    package var overrides = Variables.empty
    package var messageVariables = Variables.empty
    package var roomVariables = Variables.empty
    package var timelineVariables = Variables.empty
    /// Values that operators give, under names that no variable has.
    package var inputs = Variables.empty

    package var title: String
    package var timeline: String
    /// `id`, `name` and the room's variables.
    package var room = Value.none
    package var message = ""
    package var start: Instant
    package var due: Instant
    /// From the start, as the timeline has it: without shifts.
    package var offset = Interval.zero
    /// From 1.
    package var occurrence = 1
    package var zone: Zone

    package init(title: String, timeline: String, zone: Zone, start: Instant) {
        self.title = title
        self.timeline = timeline
        self.start = start
        due = start
        self.zone = zone
    }

    /// Returns the nearest definition: command line, message, room, timeline.
    func value(of symbol: Symbol) -> Value? {
        switch symbol {
        case .title: .string(title)
        case .timeline: .string(timeline)
        case .room: room
        case .message: .string(message)
        case .start: .instant(start)
        case .due: .instant(due)
        case .offset: offset.asSeconds
        case .occurrence: .int(occurrence)
        default:
            overrides[symbol] ?? messageVariables[symbol] ?? roomVariables[symbol] ?? timelineVariables[symbol]
                ?? inputs[symbol]
        }
    }
}

extension Interval {
    /// Seconds, an integer where they are whole.
    fileprivate var asSeconds: Value {
        nanoseconds % 1_000_000_000 == 0 ? .int(Int(nanoseconds / 1_000_000_000)) : .float(seconds)
    }
}
