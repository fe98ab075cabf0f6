package import ShowTime
package import Timelines

/// When the show starts that a sheet is for.
package enum SheetStart: Sendable, Equatable {
    /// - Parameter text: as it was written, and as it will be.
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
        case .clock(let clock), .either(_, let clock?): self = .clock(clock)
        default: return nil
        }
    }
}

/// What is said about a sheet beside it.
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
    /// Columns that were chosen by hand: a header, or a number from 1.
    package var columns: [SheetRole: String] = [:]
    package var hasHeader = true
    /// How `00:05` is meant; nil finds out.
    package var times: SheetTimes?

    package init(name: String) { self.name = name }
}
