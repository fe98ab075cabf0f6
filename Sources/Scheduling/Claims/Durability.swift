/// What a power loss may cost: whether what leaves is on the disk before it does.
package enum Durability: String, Sendable, CaseIterable {
    /// Only the end of a process is provided for; after a power loss, what left last may be sent again.
    case process
    /// What leaves is claimed on the disk before. Where the disk does not answer, the show goes on unclaimed, and says so.
    case power
    /// What leaves is claimed on the disk before, however long that takes.
    case strict
}
