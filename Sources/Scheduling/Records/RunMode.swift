/// How a run is played. A log of one mode is never taken for one of another.
package enum RunMode: String, Sendable {
    case live
    case simulate
    case rehearse
}
