/// Where a float comes from, which decides whether its digits are worth a warning.
package enum FloatOrigin: Hashable, Sendable {
    /// From the timeline, or rounded on purpose.
    case written
    /// Calculated.
    case computed
    /// Calculated with a division in it.
    case divided

    /// The origin of a result of calculating with `left` and `right`.
    init(_ left: Value, _ right: Value, isDivision: Bool) {
        self = .computed
        for case .float(_, .divided) in [left, right] { self = .divided }
        if isDivision { self = .divided }
    }
}
