import ShowTime
import Timelines

/// What a run needs to know about its timeline, worked out once: at its start, or beside the show before a reload.
struct TimelinePlan: Sendable {
    let timeline: Timeline
    /// Messages that are due once, by offset and then by their order in the file.
    let once: [Int32]
    let repeats: [Int32]
    /// Messages that the show holds before.
    let holding: [Int]
    /// Messages that need inputs.
    let asking: [Int]
    /// Messages whose deliveries are counted by what they say.
    let counted: [Int]
    /// How many deliveries all other messages have, nil where the timeline has no end.
    let plainDeliveries: Int?
    /// The offset of what is due last, nil where the timeline has no end.
    let lastOffset: Interval?

    init(_ timeline: Timeline) {
        self.timeline = timeline
        let messages = timeline.messages
        var once: [Int32] = []
        var repeats: [Int32] = []
        // By index, so that no message is copied of which only little is needed here.
        for index in messages.indices {
            if messages[index].schedule.isRepeated { repeats.append(Int32(index)) } else { once.append(Int32(index)) }
        }
        // Scripts are mostly written in order: then there is nothing to sort.
        let isSorted = zip(once, once.dropFirst()).allSatisfy {
            messages[Int($0)].schedule.first <= messages[Int($1)].schedule.first
        }
        if !isSorted {
            once.sort { (messages[Int($0)].schedule.first, $0) < (messages[Int($1)].schedule.first, $1) }
        }
        self.once = once
        self.repeats = repeats
        holding = messages.indices.filter { messages[$0].holds }
        asking = timeline.inputs.isEmpty ? [] : messages.indices.filter { !messages[$0].inputs.isEmpty }
        counted = timeline.countedMessages
        plainDeliveries = timeline.plainDeliveries
        lastOffset = timeline.lastOffset
    }

    /// The place in ``once`` of the first that is due at `offset` or later.
    func firstOnce(from offset: Interval) -> Int {
        var low = 0
        var high = once.count
        while low < high {
            let middle = (low + high) / 2
            if timeline.messages[Int(once[middle])].schedule.first < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
