import ShowTime

/// Gathers the deliveries of a preview into cues, while they come.
///
/// A cue is over when none of its deliveries has left for a while (``patience``). So a preview of any length needs no more memory
/// than a few seconds of it, and a cue that some rooms get only minutes later is shown again then.
package struct PreviewCues: Sendable {
    static let patience = Interval.seconds(2)

    private var cues: [PreviewCue] = []
    /// The index of the first cue that is not over.
    private var head = 0
    /// The number of cues that were removed from `cues`.
    private var dropped = 0
    /// The numbers of the cues that are not over, by message id. Cues are numbered from the very first one.
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
        // The number of this cue is the first of its message.
        if numbers[id]?.count == 1 { numbers[id] = nil } else { numbers[id]?.removeFirst() }
        head += 1
        guard head * 2 > cues.count else { return }
        cues.removeFirst(head)
        dropped += head
        head = 0
    }
}
