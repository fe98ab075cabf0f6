import ControlAPI
import Crypto
import HostSystem
import MarkedYAML
import Rehearsing
import Scheduling
package import ShowTime
package import Timelines

/// Reads the timelines again, and goes on with them. Broken ones are refused, and the old ones play on.
package struct Reloader: Sendable {
    /// What was read again, as people are told of it.
    package struct Report: Sendable {
        package var files: TimelineFiles
        /// Timelines that came or went, a line each.
        package var notes: [String] = []
    }

    /// A run, and what it would go on with.
    package struct Pair: Sendable {
        package var before: Timeline
        package var after: Timeline
        package var start: Instant
        /// The offset that the show's clock has come to: what lies behind is over.
        package var from: Interval
    }

    private let driver: LiveDriver
    private let load: @Sendable () -> TimelineFiles
    private let overrides: [String]
    private let report: @Sendable (Report) -> Void
    private let reloaded: @Sendable (TimelineFiles) async -> Void
    private let describe: @Sendable ([Pair]) -> String
    /// Makes reloads wait for each other, so that what is read last is applied last.
    private let turns = Turns()

    /// - Parameters:
    ///   - overrides: `--var`, as given.
    ///   - load: reads the timelines as at the start.
    ///   - report: shows what came of it.
    ///   - reloaded: is told of what is played from now on.
    ///   - describe: says what would change of what is still to come.
    package init(
        _ driver: LiveDriver, overrides: [String] = [], load: @escaping @Sendable () -> TimelineFiles,
        report: @escaping @Sendable (Report) -> Void,
        reloaded: @escaping @Sendable (TimelineFiles) async -> Void = { _ in },
        describe: @escaping @Sendable ([Pair]) -> String = { _ in "" }
    ) {
        self.driver = driver
        self.load = load
        self.overrides = overrides
        self.report = report
        self.reloaded = reloaded
        self.describe = describe
    }

    /// Says what has changed without applying it. Broken timelines are refused here already, which is reported and logged as
    /// in any reload.
    ///
    /// - Parameter only: the run that it is about, nil for all.
    func compare(
        with state: ShowState, only: RunID?, from origin: CommandOrigin
    ) async throws(APIProblem) -> CommandAnswer {
        let files = await elsewhere(load)
        guard files.areValid else {
            await apply(files, only: only, from: origin)
            throw files.apiProblem
        }
        let sources = await elsewhere { self.sources(of: files) }
        let runs = state.snapshot.runs.filter { $0.status.isPlaying && (only == nil || only == $0.id) }
        let pairs = runs.compactMap { run in
            sources[run.id.timeline].map {
                Pair(before: run.timeline, after: $0.timeline, start: run.id.start, from: run.showOffset)
            }
        }
        let notes = only == nil ? notes(on: files, in: state) : []
        var answer = CommandAnswer(
            isDone: false, (["nothing is done yet: \"apply\": true goes on with it"] + notes).joined(separator: "\n"))
        (answer.diff, answer.sha256) = await elsewhere { (describe(pairs), digest(of: files)) }
        return answer
    }

    /// Goes on with what is on the disk now.
    ///
    /// - Parameters:
    ///   - only: the run that it is about, nil for all.
    ///   - sha256: of what was shown; if the files are others by now, nothing is done.
    func apply(only: RunID?, sha256: String?, from origin: CommandOrigin) async throws(APIProblem) -> CommandAnswer {
        guard await turns.begin() else { throw APIProblem(409, "not_done", "nobody waits for it any more") }
        let result: Result<CommandAnswer, APIProblem>
        do throws(APIProblem) {
            result = .success(try await applyInTurn(only: only, sha256: sha256, from: origin))
        } catch { result = .failure(error) }
        await turns.end()
        return try result.get()
    }

    private func applyInTurn(
        only: RunID?, sha256: String?, from origin: CommandOrigin
    ) async throws(APIProblem) -> CommandAnswer {
        let files = await elsewhere(load)
        if let sha256, files.areValid, await elsewhere({ self.digest(of: files) }) != sha256 {
            throw APIProblem(409, "changed_since", "the files are others than those that were shown: look again")
        }
        let notes = await apply(files, only: only, from: origin)
        guard files.areValid else { throw files.apiProblem }
        let names = files.timelines.map(\.name).filter { only == nil || only?.timeline == $0 }
        return CommandAnswer(
            isDone: true, (["read again: \(names.joined(separator: ", "))"] + notes).joined(separator: "\n"))
    }

    /// Goes on with everything that is on the disk now, as for a SIGHUP. Does nothing if its task is cancelled before everything
    /// is read.
    func applyAll() async {
        guard await turns.begin() else { return }
        if let files = await elsewhereUnlessCancelled(load) { await apply(files, only: nil, from: CommandOrigin()) }
        await turns.end()
    }

    /// Returns the timelines that came or went, a line each.
    @discardableResult
    private func apply(_ files: TimelineFiles, only: RunID?, from origin: CommandOrigin) async -> [String] {
        let state = await driver.state
        let notes = files.areValid && only == nil ? notes(on: files, in: state) : []
        report(Report(files: files, notes: notes))
        let runs = state.snapshot.runs.filter(\.status.isPlaying).map(\.id).filter { only == nil || only == $0 }
        guard files.areValid else {
            for run in runs { await driver.refuseReload(of: run, because: files.refusal, from: origin) }
            return []
        }
        if only == nil { await reloaded(files) }
        let sources = await elsewhere { self.sources(of: files) }
        for run in runs {
            guard let source = sources[run.timeline] else { continue }
            await driver.reload(run, source.timeline, sha256: source.files, from: origin)
        }
        return notes
    }

    private func sources(of files: TimelineFiles) -> [String: PlanLock.Source] {
        Dictionary(files.sources(overrides: overrides).map { ($0.timeline.name, $0) }) { first, _ in first }
    }

    /// A hash of everything that was read.
    private func digest(of files: TimelineFiles) -> String {
        let digests = files.sources(overrides: overrides).map { "\($0.timeline.name) \($0.files)\n" }.sorted()
        return SHA256.hash(data: Array(digests.joined().utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Notes on timelines that came into a folder or went from it: a reload neither begins nor ends them.
    private func notes(on files: TimelineFiles, in state: ShowState) -> [String] {
        let now = Set(files.timelines.map(\.name))
        let playing = Set(state.snapshot.runs.filter(\.status.isPlaying).map(\.id.timeline))
        let known = playing.union(state.upcoming.map(\.timeline.name))
            .union(state.snapshot.runs.map(\.id.timeline))
        return known.subtracting(now).sorted().map { name in
            playing.contains(name)
                ? "\(name) is gone: what was loaded before plays on" : "\(name) is gone: what was loaded before stays"
        } + now.subtracting(known).sorted().map { "\($0) is new: it is played from the next start of this process on" }
    }
}

extension TimelineFiles {
    /// The first reason why they cannot be played.
    fileprivate var refusal: String { reasons.first ?? "there is no timeline" }

    private var reasons: [String] {
        failures.map(\.message)
            + diagnostics.filter { $0.severity == .error }.map {
                "\($0.source.name):\($0.position.line):\($0.position.column): \($0.message)"
            } + problems
    }

    fileprivate var apiProblem: APIProblem {
        let most = 20
        var lines = reasons.isEmpty ? ["there is no timeline"] : Array(reasons.prefix(most))
        if reasons.count > most { lines.append("and \(reasons.count - most) more") }
        return APIProblem(
            409, "invalid_timeline", "refused, what was loaded before plays on:\n" + lines.joined(separator: "\n"))
    }
}
