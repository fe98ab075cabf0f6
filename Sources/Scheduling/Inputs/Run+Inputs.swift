import ShowTime
import Timelines

/// Values that operators give on the night, and what waits for them.
extension Run {
    /// Those that were given, by name.
    var inputValues: [String: String] { inputs.mapValues(\.value) }

    /// The names of the inputs that a message needs and that have no value.
    func missingInputs(ofMessage message: Int) -> [String] { missingInputs(of: timeline.messages[message]) }

    func missingInputs(of message: Message) -> [String] {
        guard !message.inputs.isEmpty else { return [] }
        return message.inputs.map { timeline.inputs[$0] }.filter { $0.usual == nil && inputs[$0.name] == nil }
            .map(\.name)
    }

    func inputNames(of message: Message) -> [String] { message.inputs.map { timeline.inputs[$0].name } }

    /// Indices of the messages that need an input.
    func messages(needing name: String) -> [Int] {
        plan.asking.filter { index in timeline.messages[index].inputs.contains { timeline.inputs[$0].name == name } }
    }

    func findAwaiting() -> Set<Int> { Set(plan.asking.filter { !missingInputs(ofMessage: $0).isEmpty }) }

    /// Goes on with other values of inputs, in the texts and in what is planned.
    ///
    /// - Parameter split: what has begun and knows how many parts it has: those were counted, whatever the text would be now.
    mutating func take(_ inputs: [String: GivenInput], split: [DeliveryKey]) {
        let counted = plan.asking.filter { !timeline.messages[$0].isPlain }
        let before = countOpen(ofMessages: counted, but: split)
        self.inputs = inputs
        applyInputs()
        let after = countOpen(ofMessages: counted, but: split)
        planned? += after - before
    }

    /// To be called when the values, the timeline or the expander have changed.
    mutating func applyInputs() {
        expander.give(inputValues)
        awaiting = findAwaiting()
    }

    private mutating func countOpen(ofMessages messages: [Int], but others: [DeliveryKey]) -> Int {
        var counter = DeliveryCounter(timeline, start: id.start, inputs: inputValues)
        var count = 0
        for message in messages {
            let lead = lead(of: message)
            count += counter.deliveries(of: timeline.messages[message]) { occurrence, position in
                !ledger.contains(message: message, position: position, occurrence: occurrence + lead)
            }
        }
        let known = Set(messages)
        for key in others where known.contains(Int(key.message)) { count -= counted(key) }
        return count
    }

    /// Takes note of the inputs that have decided which deliveries of the plan up to an offset are sent: these count as used.
    mutating func noteDecisions(until offset: Interval) {
        for index in plan.asking where !awaiting.contains(index) && timeline.messages[index].isWantedByInput {
            let message = timeline.messages[index]
            if message.schedule.first <= offset { usedInputs.formUnion(inputNames(of: message)) }
        }
    }

    // MARK: What waits

    /// Whether some room is to get an occurrence that cannot be expanded because an input has no value.
    mutating func waitsForInput(before next: PlanCursor.Occurrence) -> Bool {
        guard !awaiting.isEmpty, awaiting.contains(next.message) else { return false }
        let message = timeline.messages[next.message]
        let number = next.occurrence + lead(of: next.message)
        for position in timeline.rooms(of: message).indices {
            let key = DeliveryKey(
                run: self.number, message: Int32(next.message), position: Int32(position), generation: generation,
                occurrence: number)
            if hasEnded(key) || begun.contains(key) || isSkipped(key) { continue }
            // Where the input itself decides whether the delivery is wanted, nobody can say.
            if message.isWantedByInput || isWanted(key) { return true }
        }
        return false
    }

    /// The inputs without a value for which the timeline holds the show.
    mutating func inputsOfHold() -> [String] {
        guard let message = hold?.message, let next = cursor.next, timeline.messages[next.message].id == message,
            waitsForInput(before: next)
        else { return [] }
        return missingInputs(ofMessage: next.message)
    }

    /// Whether the show stands still for an input alone, and none is needed any more where it stands.
    mutating func hasWhatItWaitedFor() -> Bool {
        guard let hold, hold.isForInput, !hold.isOperators else { return false }
        return inputsOfHold().isEmpty
    }

    // MARK: For operators

    /// The first cue of a message that is left, nil where none is.
    func firstLeft(ofMessage index: Int) -> PlanCursor.Occurrence? {
        let message = timeline.messages[index]
        let lead = lead(of: index)
        let rooms = timeline.rooms(of: message).count
        var occurrence = 1
        if ledger.layout.isSet(index) {
            occurrence = max(1, ledger.firstOpen(message: index, rooms: rooms, from: lead + 1) - lead)
        } else if !hasAnythingToBegin(index) {
            return nil
        }
        guard message.schedule.contains(occurrence: occurrence) else { return nil }
        return PlanCursor.Occurrence(
            offset: message.schedule.offset(ofOccurrence: occurrence), message: index, occurrence: occurrence)
    }

    var inputStatuses: [InputStatus] {
        timeline.inputs.map { input in
            var status = InputStatus(
                name: input.name, prompt: input.prompt, max: input.max, value: inputs[input.name]?.value ?? input.usual)
            status.isUsed = usedInputs.contains(input.name)
            let next = messages(needing: input.name).prefix(Self.mostLookedFor).compactMap(firstLeft).min()
            status.neededBy = next.map { next in
                let message = timeline.messages[next.message]
                return DeliveryName.cue(
                    message.id, occurrence: next.occurrence + lead(of: next.message), part: nil,
                    isRepeated: message.schedule.isRepeated)
            }
            return status
        }
    }

    /// The most messages needing an input that are searched for the next cue.
    private static let mostLookedFor = 1000
}
