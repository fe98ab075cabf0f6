import Timelines

/// A timeline whose runs are previewed, shared by all of them.
final class PreviewedTimeline {
    let timeline: Timeline
    /// Indices of messages and of rooms by their ids: asked for only where a delivery waits for the quota or is not sent.
    private(set) lazy var messages = Dictionary(zip(timeline.messages.lazy.map(\.id), 0...)) { first, _ in first }
    private(set) lazy var rooms = Dictionary(zip(timeline.rooms.lazy.map(\.id), 0...)) { first, _ in first }

    init(_ timeline: Timeline) { self.timeline = timeline }
}
