import MarkedYAML
import ShowTime

/// The `after` of a message: its offsets count from the first occurrence of another.
struct Anchor {
    /// Index of the message.
    var message: Int
    /// The id of the other.
    var id: String
    var node: YAMLNode
}

/// Resolves `after`: moves messages to the times of the messages that they come after.
///
/// A chain may be as long as the timeline: it is followed without recursion.
struct AnchorResolver {
    private let anchors: [Int: Anchor]
    private let indices: [String: Int]
    /// Messages whose time is resolved or cannot be.
    private var settled: Set<Int> = []
    private(set) var unplaced: Set<Int> = []

    /// - Parameter untimed: indices of messages whose time has an error.
    init(_ anchors: [Anchor], among messages: [Message], untimed: Set<Int>) {
        unplaced = untimed
        self.anchors = Dictionary(anchors.map { ($0.message, $0) }) { first, _ in first }
        indices = Dictionary(zip(messages.lazy.map(\.id), 0...)) { first, _ in first }
    }

    /// - Parameter ids: all ids of the timeline, those of messages with errors included.
    mutating func resolve(_ messages: inout [Message], ids: MessageIDs, with loader: inout TimelineLoader) {
        for anchor in anchors.values.sorted(by: { $0.message < $1.message }) {
            var chain: [Anchor] = []
            var inChain: Set<Int> = []
            var next: Anchor? = anchor
            while let link = next, !settled.contains(link.message) {
                guard inChain.insert(link.message).inserted else {
                    let start = chain.firstIndex { $0.message == link.message }!
                    report(cycle: chain[start...], of: messages, with: &loader)
                    break
                }
                chain.append(link)
                next = indices[link.id].flatMap { anchors[$0] }
            }
            for link in chain.reversed() { place(link, in: &messages, ids: ids, with: &loader) }
        }
    }

    /// Moves a message by the time of its anchor, which must be resolved already.
    private mutating func place(
        _ link: Anchor, in messages: inout [Message], ids: MessageIDs, with loader: inout TimelineLoader
    ) {
        guard settled.insert(link.message).inserted, !unplaced.contains(link.message) else { return }
        guard ids.has(link.id), let other = indices[link.id], !unplaced.contains(other) else {
            unplaced.insert(link.message)
            // A message that exists and has no time has an error of its own.
            if !ids.has(link.id) {
                let hint = loader.hint(for: link.id, by: \.messageSuggestions, among: { _ in ids.written })
                let message = "there is no message with the id \"\(link.id)\"\(hint)"
                loader.error(.unknownMessage, message, at: link.node.range)
            }
            return
        }
        if let moved = messages[link.message].schedule.moved(by: messages[other].schedule.first) {
            messages[link.message].schedule = moved
        } else {
            unplaced.insert(link.message)
            loader.error(
                .timing, "after \"\(link.id)\", this would be more than ten years from the start", at: link.node.range)
        }
    }

    private mutating func report(
        cycle: ArraySlice<Anchor>, of messages: [Message], with loader: inout TimelineLoader
    ) {
        let ids = cycle.prefix(5).map { messages[$0.message].id } + (cycle.count > 5 ? ["…"] : [])
        let chain = (ids + [ids[0]]).joined(separator: " after ")
        loader.error(
            .timing,
            cycle.count == 1 ? "the message waits for itself" : "these messages wait for each other: \(chain)",
            at: cycle[cycle.startIndex].node.range)
        settled.formUnion(cycle.map(\.message))
        unplaced.formUnion(cycle.map(\.message))
    }
}
