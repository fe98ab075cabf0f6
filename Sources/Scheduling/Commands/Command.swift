package import ShowTime

/// An operator's command to a run.
package enum Command: Hashable, Sendable {
    case hold
    case go
    /// Ends the hold of that name, and no other one.
    ///
    /// - Parameter hold: its name: the message that the show stands before, or since when an operator holds it.
    case goFrom(hold: String)
    case shift(Interval)
    case skip(CueSelector)
    /// Brings back those skipped deliveries that are still to come.
    case unskip(CueSelector)
    case cancel
    case stop
    /// Sends a cue now, ahead of its time, and not again at its time.
    case fire(CueSelector)
    /// Sends once more what was certainly not shown.
    ///
    /// - Parameter notShown: the operator knows that what is `unknown` was not shown either.
    case again(CueSelector, notShown: Bool)
    /// Gives an input of the timeline its value.
    case set(name: String, value: String)
}
