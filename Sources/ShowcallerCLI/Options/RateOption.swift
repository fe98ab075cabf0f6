import ArgumentParser
import ShowTime

/// Calls a second: a number, or `unlimited`.
struct RateOption: ExpressibleByArgument {
    /// Nil is unlimited.
    var rate: Double?

    init(rate: Double?) { self.rate = rate }

    var defaultValueDescription: String { rate?.shortText ?? "unlimited" }

    /// `100 calls a second`
    static func words(_ rate: Double?) -> String {
        rate.map { "\($0.shortText) calls a second" } ?? "no limit on calls"
    }

    init?(argument: String) {
        if argument == "unlimited" {
            rate = nil
        } else if let rate = Double(argument), rate > 0, rate <= 1_000_000 {
            self.rate = rate
        } else {
            return nil
        }
    }
}
