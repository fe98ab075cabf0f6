package import ShowTime
package import Timelines

/// Giving values on the night.
extension Scheduler {
    /// Gives an input its value.
    mutating func set(
        _ name: String, to text: String, in index: Int, _ origin: CommandOrigin, at now: Moment
    ) throws(CommandError) -> CommandResult {
        let input = try runs[index].input(named: name)
        let value = try runs[index].value(of: text, for: input)
        if let given = runs[index].inputs[name], given.value == value {
            return .hadBeenDone(by: given.by, at: given.time)
        }
        try runs[index].checkCanBeSet(input, to: value)
        let time = runs[index].time(at: now).wholeMilliseconds
        control(.set(name: name, value: value), of: index, origin, at: now)
        var inputs = runs[index].inputs
        inputs[name] = GivenInput(value: value, time: time, by: origin.by)
        take(inputs, in: index)
        endSkippedThatIsWanted(in: index, at: now)
        // What is to come has changed.
        runs[index].claims.isUrgent = true
        if runs[index].hasWhatItWaitedFor() { try? goOn(index, CommandOrigin(by: origin.by), at: now) }
        return .done()
    }

    /// Shows what would go out with a value, without giving it; throws the reason why it would be refused.
    ///
    /// - Returns: the next cue of each message that needs the input.
    package func answer(settingInput name: String, to text: String, of id: RunID, at now: Moment) throws(CommandError)
        -> InputAnswer
    {
        guard let index = index(of: id) else { throw .noSuchRun(id.description) }
        guard runs[index].state == .playing, !runs[index].isCancelled else { throw .hasEnded(id) }
        var run = runs[index]
        let input = try run.input(named: name)
        let value = try run.value(of: text, for: input)
        if run.inputs[name]?.value != value { try run.checkCanBeSet(input, to: value) }
        run.inputs[name] = GivenInput(value: value, time: run.time(at: now), by: nil)
        run.applyInputs()
        return InputAnswer(name: name, value: value, cues: run.cues(needing: name, at: now))
    }

    /// Assumes a value as long as the longest for inputs that nobody has given, where a show is played ahead of time.
    package mutating func assumeInputs(_ names: [String], of id: RunID, at now: Moment) {
        guard let index = index(of: id), runs[index].state == .playing else { return }
        var inputs = runs[index].inputs
        let time = runs[index].time(at: now)
        for name in names where inputs[name] == nil {
            guard let input = runs[index].timeline.input(named: name) else { continue }
            inputs[name] = GivenInput(value: runs[index].timeline.placeholder(of: input), time: time, by: nil)
        }
        take(inputs, in: index)
        tick(at: now)
    }

    /// The declaration of an input in the timeline of a run, nil where there is none.
    package func input(named name: String, of id: RunID) -> TimelineInput? {
        index(of: id).flatMap { runs[$0].timeline.input(named: name) }
    }

    /// Drops values that the timeline has no use for any more, or that it cannot be played with, as if nobody had given them.
    ///
    /// - Parameter misfits: the reasons, by the names of the inputs.
    mutating func takeBackInputs(_ misfits: [String: String], of index: Int, at now: Moment) {
        guard !misfits.isEmpty else { return }
        for (name, reason) in misfits.sorted(by: { $0.key < $1.key }) {
            control(.unset(name: name, reason: reason), of: index, at: now)
            runs[index].usedInputs.remove(name)
        }
        take(runs[index].inputs.filter { misfits[$0.key] == nil }, in: index)
    }

    private mutating func take(_ inputs: [String: GivenInput], in index: Int) {
        runs[index].take(inputs, split: unfinished(of: index).filter { $0.parts > 0 }.map(\.key))
    }
}

extension Run {
    fileprivate func input(named name: String) throws(CommandError) -> TimelineInput {
        if let input = timeline.input(named: name) { return input }
        let names = timeline.inputs.map(\.name)
        throw .noSuchInput(name, suggestion: Suggestion.nearest(to: name, among: names), all: names)
    }

    fileprivate func value(of text: String, for input: TimelineInput) throws(CommandError) -> String {
        do throws(InputProblem) { return try input.value(of: text) } catch { throw .badInput(input.name, error) }
    }

    /// Checks that an input may still take a value, and that everything that is left and needs it can be sent with it.
    fileprivate func checkCanBeSet(_ input: TimelineInput, to value: String) throws(CommandError) {
        // An input that a reload left without a value is to be given again.
        if usedInputs.contains(input.name), let value = inputs[input.name]?.value ?? input.usual {
            throw .inputUsed(input.name, value: value)
        }
        var values = inputValues
        values[input.name] = value
        var fit = InputFit(timeline, start: id.start, shift: shift, values: values)
        for index in messages(needing: input.name) {
            guard let first = firstLeft(ofMessage: index) else { continue }
            let lead = lead(of: index)
            let problem = fit.problem(ofMessage: index, from: first.occurrence) { position, occurrence in
                !ledger.contains(message: index, position: position, occurrence: occurrence + lead)
            }
            if let problem { throw .unfitInput(input.name, problem.cue, room: problem.room, reason: problem.reason) }
        }
    }

    private static let mostCues = 50

    fileprivate func cues(needing name: String, at now: Moment) -> [Cue] {
        let next = messages(needing: name).compactMap(firstLeft).sorted().prefix(Self.mostCues)
        return RunSnapshot(self, at: now).cues(at: next).filter(\.isToCome)
    }
}
