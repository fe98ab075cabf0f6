/// An account's secret. No description or dump of it, or of anything that holds it, shows its text.
package struct ServerSecret: Hashable, Sendable {
    /// The plain text: for the signature, and for an operator who asks for the credentials of a simulator.
    package var text: String

    package init(_ text: String) { self.text = text }

    /// The secret of the signature example in ZEGO's documentation; no account has it.
    package static let published = ServerSecret("9193cc662a4c0ec135ec71fb57194b38")
}

extension ServerSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
