import ArgumentParser
import ShowTime

/// A length of time: `10s`, `1m30s`.
struct IntervalOption: ExpressibleByArgument {
    var interval: Interval

    init(_ interval: Interval) { self.interval = interval }

    init?(argument: String) {
        guard let interval = try? Interval(offset: argument), interval >= .zero else { return nil }
        self.interval = interval
    }

    var defaultValueDescription: String { interval.words }
}
