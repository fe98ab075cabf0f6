package import Rehearsing
import Scheduling
package import ShowTime
package import Timelines

/// The load that timelines put on the account and on the disk, measured by playing them.
package struct PlannedLoad: Sendable {
    /// One timeline's deliveries.
    package struct Show: Sendable {
        package var name: String
        package var zone: Zone
        package var start: Instant
        /// Nanoseconds since 1970, ascending.
        package fileprivate(set) var dues: [Int64] = []
        package fileprivate(set) var rooms: Set<String> = []
        /// The instant after which nothing is due or may be late; nil without end.
        package var end: Instant?
        package var hasOwnStart: Bool

        package var first: Instant? { dues.first.map { Instant(nanoseconds: $0) } }
        package var last: Instant? { dues.last.map { Instant(nanoseconds: $0) } }
    }

    package private(set) var shows: [Show]
    package private(set) var summary = PreviewSummary()
    /// The size in bytes of the deliveries in the logs; for messages without end, of one day of them.
    package private(set) var logBytes = 0

    /// The size of a delivery in a log besides its text: a line before the call, a line after it.
    static let recordBytes = 1024

    /// - Parameter shows: each with whether its start was given, by the timeline or otherwise.
    package init(
        _ shows: [(timeline: Timeline, start: Instant, hasOwnStart: Bool)], rate: Double?, roomRate: Double?
    ) {
        self.shows = shows.map { timeline, start, hasOwnStart in
            Show(
                name: timeline.name, zone: timeline.zone, start: start, end: timeline.end.map { start + $0 },
                hasOwnStart: hasOwnStart)
        }
        let places = Dictionary(zip(self.shows.map(\.name), 0...)) { first, _ in first }
        summary = Preview.play(shows.map { ($0.timeline, $0.start) }, rate: rate, roomRate: roomRate) { row in
            guard let place = places[row.run.timeline] else { return true }
            self.shows[place].dues.append(row.due.nanoseconds)
            self.shows[place].rooms.insert(row.roomID)
            logBytes += Self.recordBytes + row.bytes
            return true
        }
        for place in self.shows.indices { self.shows[place].dues.sort() }
        for (timeline, _, _) in shows { logBytes += Self.endlessBytes(of: timeline) }
    }

    /// The size of a day of messages without end beyond the part of it that is played here.
    private static func endlessBytes(of timeline: Timeline) -> Int {
        let played = Dictionary(timeline.bounded().timeline.messages.map { ($0.id, $0.schedule.count) }) { first, _ in
            first
        }
        return timeline.messages.filter { $0.schedule.count == nil }.reduce(0) { bytes, message in
            let inADay = Int((Interval.days(1).nanoseconds - 1) / message.schedule.every.nanoseconds) + 1
            let rest = inADay - ((played[message.id] ?? nil) ?? 0)
            return bytes + max(0, rest) * timeline.rooms(of: message).count * recordBytes
        }
    }
}
