/// Parses server-sent events from the bytes of a stream, however these are split.
package struct EventReader: Sendable {
    package struct Event: Sendable, Hashable {
        /// `state`, `change`
        package var name: String
        package var id: String?
        package var data: [UInt8]

        package init(name: String, id: String?, data: [UInt8]) {
            self.name = name
            self.id = id
            self.data = data
        }
    }

    private var rest: [UInt8] = []
    /// The number of bytes of the rest that are known to have no end of an event in them.
    private var searched = 0

    package init() {}

    /// Returns the events that these bytes complete. Heartbeats are not events.
    package mutating func take(_ bytes: some Sequence<UInt8>) -> [Event] {
        rest.append(contentsOf: bytes)
        var events: [Event] = []
        var start = 0
        var index = max(1, searched)
        while index < rest.count {
            if rest[index] == UInt8(ascii: "\n"), rest[index - 1] == UInt8(ascii: "\n"), index > start {
                if let event = Self.event(rest[start..<index]) { events.append(event) }
                start = index + 1
            }
            index += 1
        }
        rest.removeFirst(start)
        searched = rest.count
        return events
    }

    private static func event(_ lines: ArraySlice<UInt8>) -> Event? {
        var event = Event(name: "message", id: nil, data: [])
        var hasData = false
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            // A line that begins with a colon is a comment.
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex else { continue }
            var value = line[(colon + 1)...]
            if value.first == UInt8(ascii: " ") { value.removeFirst() }
            switch String(decoding: line[..<colon], as: UTF8.self) {
            case "event": event.name = String(decoding: value, as: UTF8.self)
            case "id": event.id = String(decoding: value, as: UTF8.self)
            case "data":
                if hasData { event.data.append(UInt8(ascii: "\n")) }
                event.data.append(contentsOf: value)
                hasData = true
            default: break
            }
        }
        return hasData ? event : nil
    }
}
