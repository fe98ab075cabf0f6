import Scheduling
import ShowTime
import Timelines

/// What is different between the deliveries of two versions of a timeline.
package struct PlanDiff: Sendable {
    package enum Field: String, Sendable, CaseIterable {
        case time, text, room, category, sender, policy, hold
    }

    /// A delivery that is not the same in both versions. One that is in only one of them has no fields.
    package struct Change: Sendable {
        package var before: PreviewRow?
        package var after: PreviewRow?
        package var fields: [Field] = []

        /// The delivery as it is now, or as it was where it was removed.
        package var row: PreviewRow? { after ?? before }
        var offset: Interval { row?.offset ?? .zero }
    }

    /// Whether an id is the hash that a message without an id of its own gets.
    package static func isHash(_ id: String) -> Bool { id.hasPrefix("~") }

    /// In the order of show time.
    package private(set) var changes: [Change] = []
    package private(set) var same = 0

    package var added: Int { changes.count { $0.before == nil } }
    package var removed: Int { changes.count { $0.after == nil } }
    package var changed: Int { changes.count - added - removed }

    /// Compares deliveries by name: message, occurrence, part and room. Deliveries that are left over are taken for the same one
    /// where that is unambiguous: one in another room or, for messages whose ids are made from what they say, one with another
    /// text or time.
    ///
    /// Show times are compared, not instants: where a show is put off by an hour, only its start has changed.
    ///
    /// - Parameter isMadeID: whether an id is made from what its message says.
    package init(
        _ before: [PreviewRow], _ after: [PreviewRow], isMadeID: (String) -> Bool = PlanDiff.isHash
    ) {
        // With one timeline on each side, the names are ignored: it may have been renamed.
        let isOne = Set(before.map(\.run.timeline)).count <= 1 && Set(after.map(\.run.timeline)).count <= 1
        var pairing = DeliveryPairing(before, after, ignoringNames: isOne)
        pairing.pairByName()
        pairing.pairAnonymous(isMadeID)
        pairing.pairMoved()
        for (old, new) in pairing.pairs.sorted(by: { $0.new < $1.new }) {
            let fields = Field.allCases.filter { !$0.isEqual(before[old], after[new]) }
            if fields.isEmpty {
                same += 1
            } else {
                changes.append(Change(before: before[old], after: after[new], fields: fields))
            }
        }
        changes += pairing.oldLeft.map { Change(before: before[$0]) }
        changes += pairing.newLeft.map { Change(after: after[$0]) }
        let order = changes.indices.sorted { (changes[$0].offset, $0) < (changes[$1].offset, $1) }
        changes = order.map { changes[$0] }
    }
}

extension PlanDiff.Field {
    fileprivate func isEqual(_ one: PreviewRow, _ other: PreviewRow) -> Bool {
        switch self {
        case .time: one.offset == other.offset
        case .text: one.content == other.content
        case .room: one.roomID == other.roomID && one.roomName == other.roomName
        case .category: one.category == other.category
        case .sender: one.sender == other.sender
        case .policy: one.policy == other.policy
        case .hold: one.isBehindHold == other.isBehindHold
        }
    }
}
