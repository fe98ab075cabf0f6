import ShowTime
import Timelines

/// A hold of the timeline's that a reload left: by how much it moved the show, and how it goes on, is in the records that
/// follow, which a kill may lose.
struct LeftHold: Sendable {
    var hold: Hold
    /// When the show was last moved by the time held.
    var moved: Instant?

    /// The hold in its place where no record says of one: the show stands still until somebody lets it go on, unless the
    /// timeline comes to the same point again.
    ///
    /// - Parameter comesAgain: whether it does.
    func kept(comesAgain: Bool) -> Hold? {
        guard hold.isOperators || !comesAgain else { return nil }
        return .byOperator(since: moved ?? hold.begin, by: hold.by)
    }
}
