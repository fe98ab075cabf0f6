import Scheduling
package import ShowTime
package import Timelines

/// What scripts ask of the account and of the disk, found out by playing them.
package struct ScriptLoad: Sendable {
    /// One script's deliveries.
    package struct Show: Sendable {
        package var name: String
        package var zone: Zone
        package var start: Instant
        /// Nanoseconds since 1970, ascending.
        package fileprivate(set) var dues: [Int64] = []
        package fileprivate(set) var rooms: Set<String> = []
        /// When nothing is due or may be late any more; nil without end.
        package var end: Instant?
        package var hasOwnStart: Bool

        package var first: Instant? { dues.first.map { Instant(nanoseconds: $0) } }
        package var last: Instant? { dues.last.map { Instant(nanoseconds: $0) } }
    }

    package private(set) var shows: [Show]
    package private(set) var summary = PreviewSummary()
    /// What the deliveries take in the logs.
    package private(set) var logBytes = 0

    /// What a delivery takes in a log besides its text: a line before the call, a line after it.
    static let recordBytes = 1024

    /// - Parameter shows: each with whether its start was given, by the script or otherwise.
    package init(
        _ shows: [(timeline: Timeline, start: Instant, hasOwnStart: Bool)], rate: Double?, roomRate: Double?
    ) {
        self.shows = shows.map { timeline, start, hasOwnStart in
            Show(
                name: timeline.name, zone: timeline.zone, start: start, end: timeline.end.map { start + $0 },
                hasOwnStart: hasOwnStart)
        }
        let places = Dictionary(zip(self.shows.map(\.name), 0...)) { first, _ in first }
        var list = self.shows
        var bytes = 0
        summary = Preview.play(shows.map { ($0.timeline, $0.start) }, rate: rate, roomRate: roomRate) { row in
            guard let place = places[row.run.timeline] else { return true }
            list[place].dues.append(row.due.nanoseconds)
            list[place].rooms.insert(row.roomID)
            bytes += Self.recordBytes + row.bytes
            return true
        }
        for place in list.indices { list[place].dues.sort() }
        self.shows = list
        logBytes = bytes
    }
}
