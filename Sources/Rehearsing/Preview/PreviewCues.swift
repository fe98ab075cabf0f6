import ShowTime

/// Gathers the deliveries of a preview into cues, while they come.
///
/// A cue is over when nothing of it has left for a while: so a preview of any length needs no more memory than a few seconds of it,
/// and a cue of which some rooms wait for minutes is shown again when they get it.
package struct PreviewCues: Sendable {
    static let patience = Interval.seconds(2)

    private var cues: [PreviewCue] = []
    /// Of the first cue that is not over.
    private var head = 0
    /// How many are no longer in `cues`.
    private var dropped = 0
    /// Of the cues that are not over, their numbers, counted from the first of all, by their messages.
    private var numbers: [String: [Int]] = [:]

    package init() {}

    /// - Parameter take: is given the cues that are over, in the order in which they began.
    package mutating func add(_ row: PreviewRow, take: (PreviewCue) -> Void) {
        let now = row.expected ?? row.due
        let number = numbers[row.messageID]?.last { number in
            let cue = cues[number - dropped]
            return now - cue.end <= Self.patience && cue.contains(row)
        }
        if let number {
            cues[number - dropped].add(row)
        } else {
            numbers[row.messageID, default: []].append(dropped + cues.count)
            cues.append(PreviewCue(row))
        }
        while now - cues[head].end > Self.patience { closeFirst(take) }
    }

    package mutating func finish(take: (PreviewCue) -> Void) {
        while head < cues.count { closeFirst(take) }
    }

    private mutating func closeFirst(_ take: (PreviewCue) -> Void) {
        take(cues[head])
        let id = cues[head].first.messageID
        // Its own is the first of them.
        if numbers[id]?.count == 1 { numbers[id] = nil } else { numbers[id]?.removeFirst() }
        head += 1
        guard head * 2 > cues.count else { return }
        cues.removeFirst(head)
        dropped += head
        head = 0
    }
}
