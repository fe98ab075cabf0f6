import MarkedYAML
import ShowTime

/// A mistake that people make in YAML, in their words, and the bytes of the source that it stands in.
struct Slip: Error, Equatable, PlacedError {
    var message: String
    var range: Range<Int>
    var kind: YAMLProblem.Kind

    init(_ message: String, at range: Range<Int>, kind: YAMLProblem.Kind = .syntax) {
        self.message = message
        self.range = range
        self.kind = kind
    }

    init(_ message: String, at place: Int) { self.init(message, at: place..<place + 1) }
}
