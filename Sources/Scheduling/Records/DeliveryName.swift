/// What people and logs call a delivery: `<message>#<occurrence>@<room id>`, and a part of a split text
/// `<message>#<occurrence>.<part>@<room id>`.
package enum DeliveryName {
    package static func text(_ messageID: String, occurrence: Int, part: Part?, roomID: String) -> String {
        guard let part else { return "\(messageID)#\(occurrence)@\(roomID)" }
        return "\(messageID)#\(occurrence).\(part.number)@\(roomID)"
    }
}
