package import RunLog
package import Scheduling
package import ShowTime
package import Timelines

/// The inputs of the scheduler: runs, commands, other versions of timelines, the shutdown.
extension LiveDriver {
    package func play(_ run: PreparedRun) { play(run, into: run.log) }

    /// - Parameter store: where the run's records go.
    package func play(_ run: PreparedRun, into store: any RecordStore) {
        var recovery = run.takeRecovery()
        logs.begin(run, after: recovery, into: store)
        give { scheduler, now in
            scheduler.load(
                run.id, run.timeline, recovery: recovery, skipsBeforeStart: run.skipsBeforeStart,
                isOver: run.isOver, clock: run.clock, at: now)
            // The log has the book now: its first record would have to copy the book if anybody else still held it.
            recovery = nil
        }
    }

    @discardableResult
    package func perform(
        _ command: Command, on run: RunID, from origin: CommandOrigin = CommandOrigin()
    ) throws(CommandError) -> CommandResult {
        try give { scheduler, now throws(CommandError) in
            try scheduler.perform(command, on: run, from: origin, at: now)
        }
    }

    /// Gives an input its value.
    ///
    /// - Parameter isCheck: whether to set nothing, and only to look at what would go out.
    /// - Returns: what goes out with it.
    package func set(
        _ name: String, to value: String, on run: RunID, isCheck: Bool = false,
        from origin: CommandOrigin = CommandOrigin()
    ) throws(CommandError) -> InputAnswer {
        if isCheck { return try scheduler.answer(settingInput: name, to: value, of: run, at: time.now) }
        // Taken before the value is set: what waits for the input leaves as soon as it is set.
        let answer = try? scheduler.answer(settingInput: name, to: value, of: run, at: time.now)
        let result = try perform(.set(name: name, value: value), on: run, from: origin)
        var answered = answer ?? InputAnswer(name: name, value: value, cues: [])
        answered.result = result
        return answered
    }

    /// Holds every run.
    ///
    /// - Returns: those that were not held before.
    package func panic(from origin: CommandOrigin) -> [RunID] { give { $0.panic(from: origin, at: $1) } }

    /// Goes on with another version of a run's timeline. What takes long is done beside the show.
    ///
    /// - Parameters:
    ///   - sha256: of all that was read for it.
    ///   - origin: the operator who wants it, if anybody.
    package func reload(
        _ run: RunID, _ timeline: Timeline, sha256: String = "", from origin: CommandOrigin = CommandOrigin()
    ) async {
        while let basis = scheduler.reloadBasis(of: run) {
            let prepared = await Self.prepare(basis, timeline, sha256: sha256)
            // Prepares it once more if the run was reloaded, or given an input, meanwhile.
            if give({ $0.reload(run, prepared, from: origin, at: $1) }) { return }
        }
    }

    @concurrent
    private static func prepare(_ basis: ReloadBasis, _ timeline: Timeline, sha256: String) async -> PreparedReload {
        PreparedReload(basis, timeline, sha256: sha256)
    }

    /// Notes that a reload was refused.
    package func refuseReload(
        of run: RunID, because reason: String, from origin: CommandOrigin = CommandOrigin()
    ) {
        give { $0.refuseReload(of: run, because: reason, from: origin, at: $1) }
    }

    /// Lets nothing new leave, and gives attempts in flight `grace` to end. Records that cannot be written by then are given up.
    package func shutDown(grace: Interval) {
        guard !isShuttingDown else { return }
        isShuttingDown = true
        give { $0.shutDown(at: $1) }
        _ = after(grace) { driver in
            driver.give { $0.graceIsOver(at: $1) }
            driver.logs.giveUp()
            driver.tick()
        }
    }

    /// Stops one run; the others go on.
    package func stop(
        _ run: RunID, grace: Interval, from origin: CommandOrigin = CommandOrigin()
    ) throws(CommandError) {
        try perform(.stop, on: run, from: origin)
        _ = after(grace) { driver in driver.give { $0.graceIsOver(for: run, at: $1) } }
    }
}
