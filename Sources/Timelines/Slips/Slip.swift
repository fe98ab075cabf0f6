import MarkedYAML
import ShowTime

/// A mistake that people make in YAML, in their words, and the bytes of the source that it stands in.
struct Slip: Error, Equatable, PlacedError {
    var message: String
    var range: Range<Int>

    init(_ message: String, at range: Range<Int>) {
        self.message = message
        self.range = range
    }

    init(_ message: String, at place: Int) { self.init(message, at: place..<place + 1) }
}
