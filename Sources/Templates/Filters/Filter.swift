/// A filter, besides `format` and `strftime`, which are compiled on their own.
enum Filter: String, CaseIterable, Sendable {
    case upper, lower, title, capitalize, trim, replace, string, truncate
    case `default`, length, first, last, list, join, sort, unique, batch, min, max, sum, reverse, items
    case round, int, float, abs
    case duration

    /// The filter of a name; some have two.
    init?(named name: String) {
        switch name {
        case "d": self = .default
        case "count": self = .length
        default: self.init(rawValue: name)
        }
    }

    /// Every name that a template can use.
    static let names = allCases.map(\.rawValue) + ["d", "count", "format", "strftime"]

    /// The names of the arguments, in their order.
    var parameters: [String] {
        switch self {
        case .trim: ["chars"]
        case .replace: ["old", "new", "count"]
        case .default: ["default_value", "boolean"]
        case .truncate: ["length", "killwords", "end", "leeway"]
        case .join: ["d", "attribute"]
        case .sort: ["reverse", "case_sensitive", "attribute"]
        case .unique, .min, .max: ["case_sensitive", "attribute"]
        case .batch: ["linecount", "fill_with"]
        case .sum: ["attribute", "start"]
        case .round: ["precision", "method"]
        case .int, .float: ["default"]
        default: []
        }
    }

    /// How many of the first arguments must be given.
    var requiredCount: Int {
        switch self {
        case .replace: 2
        case .batch: 1
        default: 0
        }
    }
}
