package import ShowTime

/// An operator's command to a run.
package enum Command: Hashable, Sendable {
    case hold
    case go
    case shift(Interval)
    case skip(message: String)
    case cancel
    case stop
}
