/// What an operator's command takes back: deliveries that have ended, by the log, and go out all the same.
package struct Reopening: Sendable {
    package let message: String
    package let occurrences: ClosedRange<Int>
    /// RoomIds, nil for all.
    package let rooms: Set<String>?
    private let isSkipTakenBack: Bool

    /// Nil where the record takes nothing back.
    package init?(_ action: ControlRecord.Action) {
        switch action {
        case .again(let firing):
            message = firing.message
            occurrences = firing.occurrence...firing.occurrence
            rooms = Set(firing.rooms)
            isSkipTakenBack = false
        case .unskip(let cue, let first):
            message = cue.message
            occurrences = cue.occurrence.map { $0...$0 } ?? first...Int.max
            rooms = cue.room.map { [$0] }
            isSkipTakenBack = true
        default: return nil
        }
    }

    /// Whether a final result with an outcome, of a delivery that is taken back, does not count any more.
    package func takesBack(_ outcome: Outcome) -> Bool { isSkipTakenBack ? outcome == .cancelled : outcome != .sent }

    package func contains(message: String, occurrence: Int, room: String) -> Bool {
        message == self.message && occurrences.contains(occurrence) && rooms?.contains(room) ?? true
    }
}
