import ShowTime
import Timelines

/// A hold of the timeline's that a reload ended. By how much it moved the show, and whether the show is held again, is in the
/// records that follow the reload, which a kill may lose.
struct LeftHold: Sendable {
    var hold: Hold
    /// When the show was last moved by the time held.
    var moved: Instant?

    /// The hold that takes its place where no record tells of one: the show stands still until somebody lets it go on, unless
    /// the timeline comes to the same point again.
    ///
    /// - Parameter comesAgain: whether the timeline comes to that point again.
    func kept(comesAgain: Bool) -> Hold? {
        if hold.isForInput, !hold.isOperators { return nil }
        guard hold.isOperators || !comesAgain else { return nil }
        return .byOperator(since: moved ?? hold.begin, by: hold.by)
    }
}
