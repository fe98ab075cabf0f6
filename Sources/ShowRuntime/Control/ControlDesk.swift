import ControlAPI
import NIOCore
package import Scheduling
package import ShowTime
import Timelines

/// Does what operators ask for: reads the show, commands it, and says what came of it.
package struct ControlDesk: Sendable {
    let driver: LiveDriver
    private let watch: ShowWatch
    /// How long a stopped run's attempts have to end.
    private let grace: Interval
    let reloader: Reloader?
    private let maker: StatusMaker
    let once = OnceTable()
    let feed: EventFeed

    /// - Parameters:
    ///   - watch: must be the driver's observer.
    ///   - reloader: reads the timelines again; nil where that cannot be done.
    package init(
        _ driver: LiveDriver, watch: ShowWatch, mode: RunMode, grace: Interval, reloader: Reloader? = nil
    ) {
        self.driver = driver
        self.watch = watch
        self.grace = grace
        self.reloader = reloader
        let maker = StatusMaker(watch, mode: mode)
        self.maker = maker
        feed = EventFeed(time: driver.time) { number in
            let status = maker.status(await driver.state)
            let (records, count) = watch.latest(StateFeed.mostRecords, after: number)
            return (status, records, count)
        }
    }

    // MARK: Reading

    func status() async -> StatusAnswer { maker.status(await driver.state) }

    func cues(of name: String, _ selection: RunSnapshot.Selection) async throws(APIProblem) -> CuesAnswer {
        let state = await driver.state
        // The cues of a show that starts again and again can be looked at before its next start.
        let next = state.upcoming.filter { $0.timeline.name == name || name == RunName.current }
            .min { $0.start < $1.start }
        let run: RunSnapshot
        do throws(APIProblem) { run = try RunName.run(name, in: state) } catch {
            guard let next, error.code == "not_started" else { throw error }
            run = RunSnapshot(of: next.timeline, start: next.start, at: state.snapshot.now)
        }
        do throws(CommandError) {
            let list = try run.cues(selection)
            return CuesAnswer(
                run: run.id, now: run.now, timezone: run.zone.name, cues: list.cues.map(CueAnswer.init),
                more: list.more)
        } catch {
            // The query names a room or a cue that is not there.
            throw APIProblem(error)
        }
    }

    func records(of name: String, limit: Int) async throws(APIProblem) -> [Record] {
        watch.latest(limit, of: try RunName.run(name, in: await driver.state).id)
    }

    // MARK: Commanding

    func perform(_ command: Command, on name: String, from origin: CommandOrigin) async throws(APIProblem)
        -> CommandAnswer
    {
        let run = try RunName.run(name, in: await driver.state)
        do throws(CommandError) {
            if command == .stop {
                try await driver.stop(run.id, grace: grace, from: origin)
                return CommandAnswer(isDone: true, "\(run.id): stopped; the same command goes on with it")
            }
            switch try await driver.perform(command.withRoomID(in: run.timeline), on: run.id, from: origin) {
            case .done(let deliveries):
                return CommandAnswer(isDone: true, "\(run.id): \(command.confirmation(deliveries))")
            case .hadBeenDone(let by, let time):
                return CommandAnswer(
                    isDone: false, "\(run.id): that was done already, at \(time.rfc3339)\(by.map { " by \($0)" } ?? "")"
                )
            }
        } catch {
            throw APIProblem(error)
        }
    }

    func panic(from origin: CommandOrigin) async -> CommandAnswer {
        let held = await driver.panic(from: origin)
        guard !held.isEmpty else {
            return CommandAnswer(isDone: false, "nothing was playing that was not held already")
        }
        return CommandAnswer(
            isDone: true, "held: \(held.map(\.description).joined(separator: ", ")); \"go\" lets each go on")
    }

    /// Gives an input its value, or shows what would go out with it.
    func set(_ call: SetCall, on name: String, from origin: CommandOrigin) async throws(APIProblem) -> CommandAnswer {
        let run = try RunName.run(name, in: await driver.state).id
        let set: InputAnswer
        do throws(CommandError) {
            set = try await driver.set(call.name, to: call.value, on: run, isCheck: call.isCheck, from: origin)
        } catch {
            throw APIProblem(error)
        }
        let value = "\(run): \(set.name) \(call.isCheck ? "would be" : "is") \"\(set.value)\""
        var answer: CommandAnswer
        switch set.result {
        case nil: answer = CommandAnswer(isDone: false, value)
        case .done: answer = CommandAnswer(isDone: true, value)
        case .hadBeenDone(let by, let time):
            answer = CommandAnswer(
                isDone: false, "\(run): that was done already, at \(time.rfc3339)\(by.map { " by \($0)" } ?? "")")
        }
        answer.texts = set.cues.flatMap { cue in
            cue.texts.map { CommandAnswer.SetText(cue: cue.name, text: CueAnswer.Text($0)) }
        }
        return answer
    }
}

extension Command {
    /// People name rooms as the timeline does; the engine knows them by their ids.
    fileprivate func withRoomID(in timeline: Timeline) -> Command {
        func resolved(_ cue: CueSelector) -> CueSelector {
            guard let name = cue.room, let room = timeline.rooms.first(where: { $0.name == name }) else { return cue }
            var cue = cue
            cue.room = room.id
            return cue
        }
        return switch self {
        case .skip(let cue): .skip(resolved(cue))
        case .unskip(let cue): .unskip(resolved(cue))
        case .fire(let cue): .fire(resolved(cue))
        case .again(let cue, let notShown): .again(resolved(cue), notShown: notShown)
        default: self
        }
    }

    fileprivate func confirmation(_ deliveries: Int?) -> String {
        let number = deliveries.map { $0 == 1 ? "1 delivery" : "\($0) deliveries" } ?? ""
        return switch self {
        case .hold: "held; \"go\" lets the show go on"
        case .go, .goFrom: "goes on"
        case .shift(let interval):
            "moved by \(interval.words)"
                + (deliveries == nil ? "" : ": \(number) missed, too late now; \"again\" sends a cue all the same")
        case .skip(let cue): "\(cue.text) is skipped, \(number)"
        case .unskip(let cue): "\(cue.text) goes out after all, \(number)"
        case .fire(let cue): "\(cue.text) goes out now, \(number)"
        case .again(let cue, _): "\(cue.text) goes out once more, \(number)"
        case .set(let name, let value): "\(name) is \"\(value)\""
        case .cancel: "all that was left is cancelled"
        case .stop: "stopped; the same command goes on with it"
        }
    }
}
