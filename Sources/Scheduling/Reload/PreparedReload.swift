import ShowTime
package import Timelines

/// Another version of a run's timeline, compared with the one that is played: all the work of a reload that grows with the
/// size of the file. It is done beside the show; little is left to do in the show (``Scheduler/reload(_:_:from:at:)``).
package struct PreparedReload: Sendable {
    /// A message at whose deliveries the reload has to look one by one.
    struct Change: Sendable {
        var message: Int
        /// In the version before; nil where it is new.
        var old: Int?
        /// The position that each of its rooms had in the version before, -1 where that did not have it; nil where its
        /// deliveries keep their places in the ledger.
        var oldPositions: [Int32]?
        /// Whether a repeat, or what was one, is due at other times than before.
        var isRescheduled = false
    }

    let run: Int32
    /// Of the version that it was prepared from.
    let generation: Int32
    let plan: TimelinePlan
    let index: TimelineIndex
    let oldIndex: TimelineIndex
    let layout: LedgerLayout
    /// Index among the rooms of the account of each room, -1 where the run has not had it.
    let roomSlots: [Int32]
    private(set) var changes: [Change] = []
    /// Messages of the version before that this one does not have.
    let removed: [Int]
    let renamed: [String: String]
    /// The values of inputs when it was prepared, and why some of them do not count any more.
    let inputs: [String: String]
    let misfits: [String: String]
    /// Of all that was read.
    let sha256: String

    var timeline: Timeline { plan.timeline }

    package init(_ basis: ReloadBasis, _ timeline: Timeline, sha256: String) {
        run = basis.run
        generation = basis.generation
        self.sha256 = sha256
        plan = TimelinePlan(timeline)
        inputs = basis.inputs
        misfits = timeline.misfits(among: basis.inputs, start: basis.start, asking: plan.asking)
        let old = basis.timeline
        let oldIndex = basis.index ?? TimelineIndex(old)
        self.oldIndex = oldIndex
        index = TimelineIndex(timeline)
        roomSlots = timeline.rooms.map { room in oldIndex.room(room.id).map { basis.roomSlots[$0] } ?? -1 }
        let matching = MessageMatching(timeline, after: old, indexedBy: oldIndex)
        removed = matching.removed
        renamed = matching.renamed
        var layout = LedgerLayout(after: basis.layout)
        var lists = RoomListComparison(timeline, after: old, indexedBy: oldIndex)
        for (number, message) in timeline.messages.enumerated() {
            let oldNumber = matching.oldMessages[number]
            var change = Change(message: number, old: oldNumber)
            let rooms = timeline.rooms(of: message).count
            guard let oldNumber else {
                layout.append(rooms: rooms, isSet: message.schedule.isRepeated)
                changes.append(change)
                continue
            }
            let schedule = old.messages[oldNumber].schedule
            let wasSet = basis.layout.isSet(oldNumber)
            let isSet = message.schedule.isRepeated || wasSet
            change.isRescheduled = isSet && !message.schedule.isDue(as: schedule)
            let oldPositions = lists.oldPositions(old.messages[oldNumber].roomList, message.roomList)
            if oldPositions == nil, isSet == wasSet {
                layout.append(slotsOf: oldNumber, in: basis.layout)
            } else {
                layout.append(rooms: rooms, isSet: isSet)
                change.oldPositions = oldPositions ?? (0..<rooms).map { Int32($0) }
            }
            // What nobody wanted may be wanted now.
            let isConditional = message.condition != nil || old.messages[oldNumber].condition != nil
            let isChanged =
                change.oldPositions != nil || message.schedule != schedule || isConditional
                || message.id != old.messages[oldNumber].id
            if isChanged { changes.append(change) }
        }
        self.layout = layout
    }
}

/// Compares lists of rooms of two versions of a timeline, each pair only once.
private struct RoomListComparison {
    private struct Pair: Hashable {
        var old: Int
        var new: Int
    }

    private let old: Timeline
    private let oldIndex: TimelineIndex
    private let new: Timeline
    private var known: [Pair: [Int32]?] = [:]

    init(_ new: Timeline, after old: Timeline, indexedBy oldIndex: TimelineIndex) {
        self.old = old
        self.oldIndex = oldIndex
        self.new = new
    }

    /// The position in the old list of each room of the new one, -1 where it is new; nil where both have the same rooms at the
    /// same positions.
    mutating func oldPositions(_ oldList: Int, _ newList: Int) -> [Int32]? {
        let pair = Pair(old: oldList, new: newList)
        if let positions = known[pair] { return positions }
        let positions = new.roomLists[newList].map { room in
            let position = oldIndex.room(new.rooms[room].id).flatMap { oldIndex.position(ofRoom: $0, inList: oldList) }
            return position.map { Int32($0) } ?? -1
        }
        let isSame =
            positions.count == old.roomLists[oldList].count && positions.elementsEqual((0..<Int32(positions.count)))
        known[pair] = .some(isSame ? nil : positions)
        return isSame ? nil : positions
    }
}
