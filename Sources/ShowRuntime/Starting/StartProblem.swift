/// The reason why a timeline cannot be started.
package struct StartProblem: Error, Sendable {
    package var message: String
    /// Whether the only trouble is that the show is long over: no reason to keep others from playing.
    package var isPast = false
}
