import Timelines

/// A timeline whose runs are previewed, shared by all of them.
struct PreviewedTimeline {
    let timeline: Timeline
    /// Indices of messages and of rooms by their ids.
    let messages: [String: Int]
    let rooms: [String: Int]

    init(_ timeline: Timeline) {
        self.timeline = timeline
        rooms = Dictionary(zip(timeline.rooms.lazy.map(\.id), 0...)) { first, _ in first }
        messages = Dictionary(zip(timeline.messages.lazy.map(\.id), 0...)) { first, _ in first }
    }
}
