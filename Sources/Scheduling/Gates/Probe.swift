/// A call that finds out whether a hold may end, and shows nothing to anybody: `DescribeUserNum` of one room, with the
/// credentials read again.
package struct Probe: Sendable, Hashable {
    package struct ID: Sendable, Hashable {
        let number: UInt64
    }

    package let id: ID
    package let roomID: String
}
