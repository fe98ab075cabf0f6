/// What a power loss may cost: whether a delivery is claimed on the disk before it leaves.
package enum Durability: String, Sendable, CaseIterable {
    /// Protects against the end of the process only; after a power loss, what left last may be sent again.
    case process
    /// Every delivery is claimed on the disk before it leaves. Where the disk does not answer, the show goes on unclaimed, and
    /// says so.
    case power
    /// Every delivery is claimed on the disk before it leaves, however long that takes.
    case strict
}
