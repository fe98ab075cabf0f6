import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// The next cues of a run for people: each with its time and rooms, what it says below it.
enum NextCuesText {
    /// Lists of rooms that are longer are cut.
    private static let mostRooms = 6

    static func lines(_ next: NextCuesAnswer) -> [String] {
        guard !next.cues.isEmpty else { return ["\(visible(next.run.description)): nothing is still to come"] }
        return next.cues.flatMap { entry in
            let cue = entry.cue
            let wait = cue.due - next.now
            let when = wait < .zero ? "due" : "in \(Interval.milliseconds(wait.milliseconds / 1000 * 1000).clock)"
            var hold = cue.isHeldBefore ? ", the show holds before it" : ""
            if let input = cue.input { hold += ", waits for \(visible(input))" }
            let head = "\(visible(entry.localTime))  \(when)  \(cue.category.name)  \(visible(cue.name))\(hold)"
            return [head] + cue.texts.flatMap(lines)
        }
    }

    /// What some rooms get, the rooms before it.
    static func lines(_ text: UpcomingCue.Text) -> [String] {
        let rest = text.rooms.count - mostRooms
        let rooms = text.rooms.prefix(mostRooms).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
        let content = text.content.map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return ["    \(visible(rooms)):"]
            + (content?.map { "        \(visible(String($0)))" } ?? ["        (its text cannot be made)"])
    }
}
