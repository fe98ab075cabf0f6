/// Shares slots between two, of which the first goes before the second: the second has every twentieth, so that it never
/// waits for ever.
struct ReservedShare: Sendable {
    private static let slots = 20

    /// Slots that the first had while the second waited.
    private var passed = 0

    /// Whether the next slot is the second's, if it waits.
    var isSecondsTurn: Bool { passed >= Self.slots - 1 }

    mutating func firstLeft(whileSecondWaits: Bool) { if whileSecondWaits { passed += 1 } }
    mutating func secondLeft() { passed = 0 }
}
