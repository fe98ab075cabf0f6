/// What people and logs call a delivery: `<message>#<occurrence>@<room id>`, and a part of a split text
/// `<message>#<occurrence>.<part>@<room id>`.
package enum DeliveryName {
    /// What people call a cue, as commands take it: `doors`, `countdown#3` where it repeats, `offer#1.2` for a part.
    package static func cue(_ messageID: String, occurrence: Int, part: Part?, isRepeated: Bool) -> String {
        if let part { return "\(messageID)#\(occurrence).\(part.number)" }
        return isRepeated ? "\(messageID)#\(occurrence)" : messageID
    }

    package static func text(_ messageID: String, occurrence: Int, part: Part?, roomID: String) -> String {
        guard let part else { return "\(messageID)#\(occurrence)@\(roomID)" }
        return "\(messageID)#\(occurrence).\(part.number)@\(roomID)"
    }
}
