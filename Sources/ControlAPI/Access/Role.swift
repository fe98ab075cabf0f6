/// What a caller may do. Each role may also do all that those before it may.
package enum Role: String, Sendable, Hashable, CaseIterable, Comparable {
    /// Look.
    case view
    /// Command the show.
    case operate
    /// End it, or change its script.
    case admin

    private var rank: Int { self == .view ? 0 : self == .operate ? 1 : 2 }

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }
}
