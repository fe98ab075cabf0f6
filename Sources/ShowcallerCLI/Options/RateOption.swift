import ArgumentParser

/// Calls a second: a number, or `unlimited`.
struct RateOption: ExpressibleByArgument {
    /// Nil is unlimited.
    var rate: Double?

    static let unlimited = RateOption(rate: nil)

    init(rate: Double?) { self.rate = rate }

    var defaultValueDescription: String {
        rate.map { "\($0 == $0.rounded() ? String(Int($0)) : String($0))" } ?? "unlimited"
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
