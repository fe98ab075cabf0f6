import JSONText
import Rehearsing
import Scheduling
import Timelines

extension [UInt8] {
    /// Appends one line of JSON for a change: `change`, `timeline`, `delivery`, and under `was` and `is` the fields that differ,
    /// or all fields of a delivery that was removed or added.
    mutating func append(_ change: PlanDiff.Change) {
        guard let row = change.row else { return }
        let fields = change.fields.isEmpty ? PlanDiff.Field.allCases : change.fields
        object {
            $0.field("change", change.before == nil ? "added" : change.after == nil ? "removed" : "changed")
            $0.field("timeline", row.run.timeline)
            $0.field("delivery", row.delivery)
            if let before = change.before { $0.field("was", object: { $0.append(before, fields) }) }
            if let after = change.after { $0.field("is", object: { $0.append(after, fields) }) }
        }
        append(UInt8(ascii: "\n"))
    }

    private mutating func append(_ row: PreviewRow, _ fields: [PlanDiff.Field]) {
        field("delivery", row.delivery)
        for field in fields {
            switch field {
            case .time: self.field(milliseconds: "offset_ms", row.offset)
            case .text: self.field("content", row.content)
            case .room:
                self.field("room", row.roomID)
                self.field("room_name", row.roomName)
            case .category: self.field("category", row.category.name)
            case .sender:
                self.field("sender", row.sender.id)
                self.field("sender_name", row.sender.name)
            case .policy:
                self.field("late", row.policy.late.rawValue)
                self.field(milliseconds: "max_late_ms", row.policy.maxLate)
                self.field("overflow", row.policy.overflow.rawValue)
                self.field("on_unknown", row.policy.onUnknown.rawValue)
            case .hold: self.field("hold", row.isBehindHold)
            }
        }
    }
}
