import ArgumentParser
import ShowTime

/// Calls a second: a number, or `unlimited`.
struct RateOption: ExpressibleByArgument {
    /// Nil is unlimited.
    var rate: Double?

    /// The rates that can be given. The lowest, one call in seventeen minutes, is less than anybody needs.
    private static let possible = 0.001...1_000_000

    init(rate: Double?) { self.rate = rate }

    var defaultValueDescription: String { rate?.shortText ?? "unlimited" }

    /// `100 calls a second`
    static func words(_ rate: Double?) -> String {
        rate.map { "\($0.shortText) calls a second" } ?? "no limit on calls"
    }

    init?(argument: String) {
        if argument == "unlimited" {
            rate = nil
        } else if let rate = Double(argument), Self.possible.contains(rate) {
            self.rate = rate
        } else {
            return nil
        }
    }
}
