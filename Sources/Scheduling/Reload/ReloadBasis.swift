import ShowTime
import Timelines

/// What a reload of a run is prepared from: the parts of the run that only reloads change, and the inputs.
package struct ReloadBasis: Sendable {
    let run: Int32
    let generation: Int32
    let timeline: Timeline
    let layout: LedgerLayout
    let roomSlots: [Int32]
    let start: Instant
    /// The values of inputs that were given.
    let inputs: [String: String]
    /// Nil before the first reload.
    let index: TimelineIndex?
}
