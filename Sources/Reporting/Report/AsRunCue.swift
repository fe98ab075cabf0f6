import Scheduling
import ShowTime
import Timelines

/// The accepted deliveries of one cue with one text: a line of the page for all its rooms.
struct AsRunCue {
    let messageID: String
    let occurrence: Int
    let part: Part?
    /// When the first delivery was handed to the network; its due time where that is not known.
    let time: Instant
    /// The text, cut where it is too long for the page.
    let text: String
    private(set) var rooms: [String]

    private static let longestText = 160

    func name(isRepeated: Bool) -> String {
        DeliveryName.cue(messageID, occurrence: occurrence, part: part, isRepeated: isRepeated)
    }

    private struct Key: Hashable {
        var message: String
        var occurrence: Int
        var part: Part?
        var content: String?
    }

    /// The cues in the order in which they went out.
    static func cues(of log: AsRunLog) -> [AsRunCue] {
        var cues: [AsRunCue] = []
        var indices: [Key: Int] = [:]
        for entry in log.entries where entry.result.outcome == .sent {
            let result = entry.result
            let key = Key(
                message: result.messageID, occurrence: result.occurrence, part: result.part, content: entry.content)
            if let index = indices[key] {
                cues[index].rooms.append(result.roomName)
                continue
            }
            indices[key] = cues.count
            let text = entry.content ?? ""
            let isLong = text.count > longestText
            cues.append(
                AsRunCue(
                    messageID: result.messageID, occurrence: result.occurrence, part: result.part,
                    time: entry.actual ?? result.due, text: isLong ? text.prefix(longestText) + "…" : text,
                    rooms: [result.roomName]))
        }
        return cues.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
