import ShowTime
package import Timelines

/// The cues of a run, past and to come, in the order of the script.
extension RunSnapshot {
    package enum Begin: Sendable, Hashable {
        /// The beginning of the script.
        case start
        /// The first that is not over.
        case now
        /// A cue, itself included.
        case cue(CueSelector)
    }

    /// Which cues are shown.
    package struct Selection: Sendable {
        package var begin = Begin.now
        package var most = 50
        /// A room's name, a group's or a RoomId; nil for all.
        package var room: String?
        package var category: Category?

        package init() {}
    }

    package struct Cues: Sendable {
        package var cues: [Cue] = []
        /// The name of the cue after the last one, nil where there is none.
        package var more: String?
    }

    /// The most texts that are made for one list, which ends there.
    private static let mostTexts = 20_000
    /// The most cues that are passed over in search of one that is wanted.
    private static let mostPassed = 10_000

    package func cues(_ selection: Selection) throws(CommandError) -> Cues {
        var rooms: Set<Int>?
        if let name = selection.room {
            guard let named = run.timeline.rooms(named: name) else { throw .noSuchRoom(name) }
            rooms = Set(named)
        }
        var list = CueList(self)
        var cursor: PlanCursor
        var first: PlanCursor.Occurrence?
        switch selection.begin {
        case .start: cursor = PlanCursor(run.plan, from: run.firstOffset)
        case .now:
            let come = run.showOffset(at: now)
            cursor = PlanCursor(run.plan, from: min(firstDue.map { run.offset(at: $0) } ?? come, come))
        case .cue(let cue):
            let place = try run.place(of: cue)
            let occurrence = (cue.occurrence ?? run.lead(of: place.message) + 1) - run.lead(of: place.message)
            let offset = run.timeline.messages[place.message].schedule.offset(ofOccurrence: occurrence)
            first = PlanCursor.Occurrence(offset: offset, message: place.message, occurrence: occurrence)
            cursor = PlanCursor(run.plan, from: offset)
        }
        var cues = Cues()
        var passed = 0
        while let next = cursor.next {
            if let first, next < first {
                cursor.advance()
                continue
            }
            guard cues.cues.count < selection.most, list.texts < Self.mostTexts, passed < Self.mostPassed else {
                cues.more = list.name(of: next)
                break
            }
            cursor.advance()
            passed += 1
            if let category = selection.category, run.timeline.messages[next.message].category != category { continue }
            if let cue = list.cue(next, in: rooms) {
                cues.cues.append(cue)
                passed = 0
            }
        }
        return cues
    }

    /// Some cues, as far as anybody gets them.
    func cues(at places: some Sequence<PlanCursor.Occurrence>) -> [Cue] {
        var list = CueList(self)
        return places.compactMap { list.cue($0, in: nil) }
    }

    /// The next cues by the times at which they are due as things stand.
    package func upcoming(most: Int) -> [Cue] {
        guard run.state == .playing, !run.isCancelled else { return [] }
        var list = CueList(self)
        var cursor = run.cursor
        var cues: [Cue] = []
        for _ in 0..<most + Self.mostPassed where cues.count < most && list.texts < Self.mostTexts {
            guard let next = cursor.next else { break }
            cursor.advance()
            if let cue = list.cue(next, in: nil), cue.isToCome { cues.append(cue) }
        }
        return cues
    }
}

/// Makes the cues of a list, one after another.
private struct CueList {
    private var run: Run
    private let flying: Set<DeliveryKey>
    private let showTime: Instant
    private let spacing: Interval
    /// When the quota lets a call go that comes after everything that waits.
    private var free: Instant
    /// How many texts were made.
    private(set) var texts = 0

    /// Less than this is no delay to people.
    private static let noticeable = Interval.milliseconds(100)

    init(_ snapshot: RunSnapshot) {
        run = snapshot.run
        flying = snapshot.flying
        showTime = run.showTime(at: snapshot.now)
        spacing = snapshot.spacing
        free = snapshot.now + spacing * snapshot.backlog
    }

    func name(of next: PlanCursor.Occurrence) -> String {
        let message = run.timeline.messages[next.message]
        return DeliveryName.cue(
            message.id, occurrence: next.occurrence + run.lead(of: next.message), part: nil,
            isRepeated: message.schedule.isRepeated)
    }

    /// Nil where nobody gets it.
    ///
    /// - Parameter rooms: those whose texts are shown, nil for all.
    mutating func cue(_ next: PlanCursor.Occurrence, in rooms: Set<Int>?) -> Cue? {
        let message = run.timeline.messages[next.message]
        let number = next.occurrence + run.lead(of: next.message)
        let standing = run.due(next.offset)
        let passed = run.pastShifts.shift(at: next.offset).map { run.id.start + next.offset + $0 } ?? standing
        let isUndecided = message.isWantedByInput && !run.missingInputs(of: message).isEmpty
        var count = Count()
        var shown: [(room: Int, isLeftOut: Bool, due: Instant)] = []
        for (position, room) in run.timeline.rooms(of: message).enumerated() {
            let key = DeliveryKey(
                run: run.number, message: Int32(next.message), position: Int32(position), generation: run.generation,
                occurrence: number)
            var isLeftOut = false
            var hasPassed = true
            if run.hasEnded(key) {
                isLeftOut = count.addEnded(run.endings(of: key))
            } else if flying.contains(key) {
                count.moving += 1
            } else if run.state == .ended {
                // Of a message without end: it was never planned.
                continue
            } else {
                // Where an input without a value decides whether it is wanted, nobody can say.
                if !run.isWanted(key), !isUndecided { continue }
                isLeftOut = run.isSkipped(key)
                hasPassed = false
                count.addOpen(isLeftOut: isLeftOut, isMoving: standing > showTime && run.begun.contains(key))
            }
            if rooms?.contains(room) ?? true { shown.append((room, isLeftOut, hasPassed ? passed : standing)) }
        }
        guard count.total > 0, !shown.isEmpty else { return nil }
        let state = state(of: next, count, due: standing)
        let isOver = state == .done || state == .onItsWay || state == .skipped && count.open == 0
        var cue = Cue(
            message: message.id, occurrence: number, isRepeated: message.schedule.isRepeated,
            due: isOver ? passed : standing, state: state, category: message.category,
            isHeldBefore: next.occurrence == 1 && (message.holds), texts: [], outcomes: count.outcomes)
        // What was left out is shown where nothing else is.
        if state != .skipped, shown.contains(where: { !$0.isLeftOut }) { shown.removeAll(where: \.isLeftOut) }
        cue.texts = texts(of: message, next.occurrence, in: shown.map { ($0.room, $0.due) })
        if !isOver { cue.missingInput = run.missingInputs(of: message).first }
        if cue.isToCome, state != .held { cue.expected = expected(count.open, from: cue.due) }
        return cue
    }

    private func state(of next: PlanCursor.Occurrence, _ count: Count, due: Instant) -> Cue.State {
        if count.ended == count.total { return count.leftOut == count.total ? .skipped : .done }
        if count.leftOut == count.total { return .skipped }
        if count.moving > 0 || count.ended > count.endedLeftOut { return .onItsWay }
        if let hold = run.hold?.message, next.occurrence == 1 || run.cursor.next == next,
            run.timeline.messages[next.message].id == hold
        {
            return .held
        }
        guard due <= showTime, run.state == .playing else { return .planned }
        return run.isHeldByOperator ? .held : .due
    }

    /// When the last of it leaves, nil where that is when it is due.
    private mutating func expected(_ deliveries: Int, from due: Instant) -> Instant? {
        guard spacing > .zero, deliveries > 0 else { return nil }
        let begin = max(due, free)
        free = begin + spacing * deliveries
        let last = begin + spacing * (deliveries - 1)
        return last - due >= Self.noticeable ? last : nil
    }

    private mutating func texts(
        of message: Message, _ occurrence: Int, in rooms: [(room: Int, due: Instant)]
    ) -> [Cue.Text] {
        var texts: [Cue.Text] = []
        var places: [String?: Int] = [:]
        let timeline = run.timeline
        for (room, due) in rooms {
            let contents = try? run.expander.contents(of: message, occurrence: occurrence, room: room, due: due)
            self.texts += 1
            let content = contents?.joined(separator: " ")
            let name = run.timeline.rooms[room].name
            if let place = places[content] {
                texts[place].rooms.append(name)
            } else {
                places[content] = texts.count
                texts.append(
                    Cue.Text(
                        rooms: [name], content: content.map { timeline.shown($0) }, bytes: content?.utf8.count))
            }
        }
        for index in texts.indices where texts[index].rooms.count > 1 {
            texts[index].group = run.timeline.group(ofRooms: texts[index].rooms)
        }
        return texts
    }

    /// How many of a cue's deliveries there are of each kind.
    private struct Count {
        var ended = 0
        var moving = 0
        var open = 0
        var leftOut = 0
        var endedLeftOut = 0
        var outcomes = Tally()

        var total: Int { ended + moving + open + leftOut - endedLeftOut }

        /// Returns whether it was left out.
        mutating func addEnded(_ ends: [Outcome]) -> Bool {
            ended += 1
            for end in ends { outcomes[end] += 1 }
            let isLeftOut = ends.allSatisfy { $0 == .cancelled }
            if isLeftOut {
                leftOut += 1
                endedLeftOut += 1
            }
            return isLeftOut
        }

        mutating func addOpen(isLeftOut: Bool, isMoving: Bool) {
            if isLeftOut { leftOut += 1 } else if isMoving { moving += 1 } else { open += 1 }
        }
    }
}

extension Run {
    /// The outcome of the text of a delivery that has ended, or those of its parts.
    fileprivate func endings(of key: DeliveryKey) -> [Outcome] {
        ending(of: key)?.outcomes ?? [.sent]
    }
}
