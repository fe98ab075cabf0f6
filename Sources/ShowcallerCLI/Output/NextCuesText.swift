import ControlAPI
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// The next cues of a run for people: each with its time, and below it its texts with their rooms.
enum NextCuesText {
    /// The most rooms of a list that are named.
    private static let mostRooms = 6

    /// - Parameter run: the run whose cues they are; nil where nobody plays it yet.
    static func lines(_ answer: CuesAnswer, of run: RunAnswer?, most: Int) -> [String] {
        let cues = answer.cues.filter { [.planned, .held, .due].contains($0.state) }.prefix(most)
        guard !cues.isEmpty else { return ["\(visible(answer.run.description)): nothing is still to come"] }
        let zone = Zone(named: answer.timezone) ?? .utc
        return cues.flatMap { cue in
            let wait = run?.wait(for: cue) ?? cue.due - answer.now
            let when = wait < .zero ? "due" : "in \(countdown(wait))"
            var hold = cue.isHeldBefore ? ", the show holds before it" : ""
            if let input = cue.missingInput { hold += ", waits for \(visible(input))" }
            let time = zone.text(of: cue.due, as: "%T")
            let head = "\(time)  \(when)  \(cue.category.name)  \(visible(cue.name))\(hold)"
            return [head] + cue.texts.flatMap(lines)
        }
    }

    /// The rooms that get a text, and below them the text.
    static func lines(_ text: CueAnswer.Text) -> [String] {
        let shown = text.rooms.prefix(mostRooms)
        var rooms = shown.joined(separator: ", ")
        if text.rooms.count == 1, text.roomCount > 1 {
            rooms += " (\(text.roomCount))"
        } else if text.roomCount > shown.count {
            rooms += " and \(text.roomCount - shown.count) more"
        }
        let content = text.text.map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
        return ["    \(visible(rooms)):"]
            + (content?.map { "        \(visible(String($0)))" } ?? ["        (its text cannot be made)"])
    }
}
