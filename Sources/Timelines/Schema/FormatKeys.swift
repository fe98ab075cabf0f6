/// The keys of one mapping of the format, in the order in which diagnostics and the schema list them.
///
/// The loader reads values by them and the schema describes every one of them; a test looks for them in `docs/format.md`.
protocol FormatKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    static var index: KeyIndex<Self> { get }
}

extension FormatKey {
    static var names: [String] { allCases.map(\.rawValue) }
}

/// The keys that messages and the defaults have.
protocol DeliveryKey: FormatKey {
    static var category: Self { get }
    static var late: Self { get }
    static var maxLate: Self { get }
    static var overflow: Self { get }
    static var onUnknown: Self { get }
}

enum TimelineKey: String, FormatKey {
    case timeline, title, start, timezone, sender, vars, inputs, rooms, defaults, messages, include

    static let index = KeyIndex<Self>()
}

/// The keys of a file that timelines include.
enum IncludedKey: String, FormatKey {
    case vars, inputs, rooms, include

    static let index = KeyIndex<Self>()
}

enum StartKey: String, FormatKey {
    case cron

    static let index = KeyIndex<Self>()
}

enum SenderKey: String, FormatKey {
    case id, name

    static let index = KeyIndex<Self>()
}

enum InputKey: String, FormatKey {
    case prompt, max, `default`

    static let index = KeyIndex<Self>()
}

enum RoomKey: String, FormatKey {
    case id, vars

    static let index = KeyIndex<Self>()
}

enum DefaultsKey: String, DeliveryKey {
    case rooms, category, late
    case maxLate = "max_late"
    case overflow
    case onUnknown = "on_unknown"

    static let index = KeyIndex<Self>()
}

enum MessageKey: String, DeliveryKey {
    case id, at, every, from, until, times, after, rooms, category, sender, vars, late
    case maxLate = "max_late"
    case overflow
    case onUnknown = "on_unknown"
    case skip, hold, when, text

    static let index = KeyIndex<Self>()
}
