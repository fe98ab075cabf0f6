package import ShowTime

/// The members of one JSON object, found by their names. Made for log lines, of which there are millions: nothing is copied,
/// and members that are asked for in the order in which they stand are found at once.
///
/// Its values are places in the bytes it was read from: it must not outlive them.
package struct JSONMembers {
    private var members: [(name: UnsafeBufferPointer<UInt8>, value: JSONObject.Value)] = []
    /// Where the next name is looked for first.
    private var next = 0

    package init() {}

    /// Reads an object, which replaces the one read before. Returns false where the bytes are not exactly one JSON object.
    package mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        members.removeAll(keepingCapacity: true)
        next = 0
        return JSONObject.read(bytes) { members.append(($0, $1)) }
    }

    /// Finds a member by its name. The search begins behind the member that was found last.
    package mutating func value(_ name: StaticString) -> JSONObject.Value? {
        var index = next
        for _ in members.indices {
            if index >= members.count { index = 0 }
            if members[index].name.isEqual(to: name) {
                next = index + 1
                return members[index].value
            }
            index += 1
        }
        return nil
    }

    package mutating func text(_ name: StaticString) -> String? { value(name)?.text }

    package mutating func integer(_ name: StaticString) -> Int? { value(name)?.integer }

    package mutating func bool(_ name: StaticString) -> Bool? { value(name)?.bool }

    /// Reads the one form of a time that logs and answers have: RFC 3339 in UTC with milliseconds.
    package mutating func instant(_ name: StaticString) -> Instant? {
        if case .string(let slice)? = value(name) { return Instant(logTime: slice.bytes) }
        return nil
    }

    package mutating func milliseconds(_ name: StaticString) -> Interval? {
        // Thirty years, so that sums of a few of them stay within range.
        guard let count = integer(name), count.magnitude <= 1_000_000_000_000 else { return nil }
        return .milliseconds(Int64(count))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Compares byte by byte: names are a few bytes long, and a function call takes longer than that.
    fileprivate func isEqual(to name: StaticString) -> Bool {
        guard count == name.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != name.utf8Start[index] { return false }
        return true
    }
}
