package import ShowTime
package import Timelines

/// The start of the show that a sheet is for.
package enum SheetStart: Sendable, Equatable {
    /// - Parameter text: as it was written.
    case written(WrittenTime, text: String)
    /// A time of day without a date, since midnight.
    case clock(Interval)

    /// Reads an instant, a local time, or a time of day like `20:00` or `8 PM`; nil for anything else.
    package init?(_ text: String) {
        if let written = try? WrittenTime(text) {
            self = .written(written, text: text)
            return
        }
        switch try? SheetTime(text) {
        case .clock(let clock), .either(_, let clock): self = .clock(clock)
        default: return nil
        }
    }

    /// The UTC offset that an instant was written with, in seconds: 28800 for `2026-11-20T20:00:00+08:00`.
    var utcOffset: Int? {
        guard case .written(.instant(let instant), let text) = self else { return nil }
        let local = text.hasSuffix("Z") || text.hasSuffix("z") ? text.dropLast() : text.dropLast(6)
        guard case .local(let civil) = try? WrittenTime(local) else { return nil }
        return Int((civil.instant(utcOffset: 0) - instant).nanoseconds / 1_000_000_000)
    }
}

/// The options of an import.
package struct SheetOptions: Sendable {
    /// The timeline's name.
    package var name: String
    package var title: String?
    package var start: SheetStart?
    /// The zone that local times are in, and whether it was given.
    package var zone = Zone.utc
    package var isZoneGiven = false
    /// For rows that name no room.
    package var rooms: [String] = []
    /// For rows that name no sender.
    package var sender: Sender?
    /// For rows that name no category.
    package var category = Category.system
    /// Columns that are chosen by hand: a header, or a number from 1.
    package var columns: [SheetRole: String] = [:]
    /// Columns of texts that are each for one room or group, a language for instance, in place of one for all.
    package var translations: [(place: String, column: String)] = []
    /// The file of rooms that the timeline includes, and its path as the timeline writes it; nil writes them into the timeline.
    package var roomMap: (map: RoomMap, include: String)?
    package var hasHeader = true
    /// The reading of times like `00:05`; nil finds it out.
    package var times: SheetTimes?

    package init(name: String) { self.name = name }
}
