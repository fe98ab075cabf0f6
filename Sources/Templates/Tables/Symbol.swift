/// A name that templates can use, as a number: looked up once, when a timeline is loaded, and not per expansion.
package struct Symbol: Hashable, Sendable {
    var number: UInt32

    /// The names that every template has. A timeline cannot define variables of these names.
    package static let reserved = ["title", "timeline", "room", "message", "start", "due", "offset", "occurrence"]

    /// The names that every template can call, and that a timeline may take for variables.
    package static let functions = ["range"]

    static let title = Symbol(number: 0)
    static let timeline = Symbol(number: 1)
    static let room = Symbol(number: 2)
    static let message = Symbol(number: 3)
    static let start = Symbol(number: 4)
    static let due = Symbol(number: 5)
    static let offset = Symbol(number: 6)
    static let occurrence = Symbol(number: 7)
    static let loop = Symbol(number: 8)
}
