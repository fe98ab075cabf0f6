/// A name that templates can use, as a number: looked up once, when a timeline is loaded, and not per expansion.
package struct Symbol: Hashable, Sendable {
    var number: UInt32

    init(_ number: UInt32) { self.number = number }

    /// The names that every template has. A timeline cannot define variables of these names.
    package static let reserved = ["title", "timeline", "room", "message", "start", "due", "offset", "occurrence"]

    static let title = Symbol(0)
    static let timeline = Symbol(1)
    static let room = Symbol(2)
    static let message = Symbol(3)
    static let start = Symbol(4)
    static let due = Symbol(5)
    static let offset = Symbol(6)
    static let occurrence = Symbol(7)
    static let loop = Symbol(8)
}
