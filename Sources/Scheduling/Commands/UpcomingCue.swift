package import ShowTime
package import Timelines

/// A cue that is still to come, as operators look at it.
package struct UpcomingCue: Sendable, Hashable {
    /// What some of its rooms get.
    package struct Text: Sendable, Hashable {
        /// Names, in the order of the timeline.
        package var rooms: [String]
        /// Nil where it cannot be made.
        package var content: String?

        package init(rooms: [String], content: String?) {
            self.rooms = rooms
            self.content = content
        }
    }

    package var message: String
    package var occurrence: Int
    package var isRepeated: Bool
    package var due: Instant
    package var category: Category
    /// Whether the timeline holds the show before it.
    package var isHeldBefore: Bool
    package var texts: [Text]

    package init(
        message: String, occurrence: Int, isRepeated: Bool, due: Instant, category: Category, isHeldBefore: Bool,
        texts: [Text]
    ) {
        self.message = message
        self.occurrence = occurrence
        self.isRepeated = isRepeated
        self.due = due
        self.category = category
        self.isHeldBefore = isHeldBefore
        self.texts = texts
    }

    /// What people call it: `doors`, `countdown#3`.
    package var name: String {
        DeliveryName.cue(message, occurrence: occurrence, part: nil, isRepeated: isRepeated)
    }
}

extension Scheduler {
    /// The next cues of a run, by the times at which they are due as things stand.
    ///
    /// - Parameter most: so many at most.
    package func upcomingCues(of id: RunID, most: Int) -> [UpcomingCue] {
        guard let index = index(of: id), runs[index].state == .playing, !runs[index].isCancelled else { return [] }
        return runs[index].upcomingCues(most: most)
    }

    /// In which the times of a run's timeline are, nil where there is no such run.
    package func zone(of id: RunID) -> Zone? { index(of: id).map { runs[$0].timeline.zone } }
}

extension Run {
    /// More occurrences that nobody gets than this are not passed over.
    private static let mostPassed = 10_000

    fileprivate func upcomingCues(most: Int) -> [UpcomingCue] {
        var run = self
        var cues: [UpcomingCue] = []
        for _ in 0..<most + Self.mostPassed where cues.count < most {
            guard let next = run.cursor.next else { break }
            run.cursor.advance()
            if let cue = run.cue(next) { cues.append(cue) }
        }
        return cues
    }

    /// Nil where nobody gets it any more.
    private mutating func cue(_ next: PlanCursor.Occurrence) -> UpcomingCue? {
        let message = timeline.messages[next.message]
        let number = next.occurrence + lead(of: next.message)
        let due = due(next.offset)
        var texts: [UpcomingCue.Text] = []
        var places: [String?: Int] = [:]
        for (position, room) in timeline.rooms(of: message).enumerated() {
            let key = DeliveryKey(
                run: self.number, message: Int32(next.message), position: Int32(position), generation: generation,
                occurrence: number)
            if hasEnded(key) || begun.contains(key) || isSkipped(key) || !isWanted(key) { continue }
            let contents = try? expander.contents(of: message, occurrence: next.occurrence, room: room, due: due)
            let content = contents?.joined(separator: " ")
            let name = timeline.rooms[room].name
            if let same = places[content] {
                texts[same].rooms.append(name)
            } else {
                places[content] = texts.count
                texts.append(UpcomingCue.Text(rooms: [name], content: content))
            }
        }
        guard !texts.isEmpty else { return nil }
        return UpcomingCue(
            message: message.id, occurrence: number, isRepeated: message.schedule.isRepeated, due: due,
            category: message.category, isHeldBefore: next.occurrence == 1 && holds.contains(next.message),
            texts: texts)
    }
}
