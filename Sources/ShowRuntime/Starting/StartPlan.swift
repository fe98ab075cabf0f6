package import Rehearsing
package import Scheduling
package import ShowTime
package import Timelines

/// The runs that a `run` command is going to play, all decided before anything is written or sent.
package struct StartPlan: Sendable {
    /// The decision about one timeline, in the order in which they were given.
    package enum Item: Sendable {
        case play(PreparedRun, isResumed: Bool)
        /// The run has ended before.
        case ended(RunID, Tally, log: String)
        /// The show is over and was never played.
        case past(String)
        /// It starts again and again, next at this instant; nil where it never does.
        case recurring(Timeline, next: Instant?)
    }

    package private(set) var items: [Item] = []
    package private(set) var firings = FiringQueue()
    /// Earlier runs that are only closed: how they ended does not count for how this start ends.
    package private(set) var closing: Set<RunID> = []

    package init(_ sources: [PlanLock.Source], starter: RunStarter, now: Moment) throws(StartProblem) {
        for source in sources {
            do throws(StartProblem) {
                if source.timeline.firings != nil, starter.start == .asWritten {
                    try addFirings(of: source, starter, now)
                } else {
                    add(try starter.prepare(source.timeline, sha256: source.files, at: now))
                }
            } catch {
                guard error.isPast else {
                    abandon()
                    throw error
                }
                items.append(.past(error.message))
            }
        }
    }

    /// Goes on with the firings that were begun before, and queues those to come.
    private mutating func addFirings(
        of source: PlanLock.Source, _ starter: RunStarter, _ now: Moment
    ) throws(StartProblem) {
        let (timeline, files) = source
        let begun = try starter.unfinishedFirings(of: timeline)
        for start in begun { add(try starter.prepare(timeline, startingAt: start, sha256: files, at: now)) }
        firings.add(timeline, sha256: files, after: begun.last, at: now.wall)
        let next = firings.upcoming.first { $0.timeline.name == timeline.name }?.start
        items.append(.recurring(timeline, next: next))
    }

    private mutating func add(_ decision: StartDecision) {
        switch decision {
        case .play(let run, let isResumed, let closing):
            for run in closing {
                items.append(.play(run, isResumed: true))
                self.closing.insert(run.id)
            }
            items.append(.play(run, isResumed: isResumed))
        case .hasEnded(let run, let tally, let log): items.append(.ended(run, tally, log: log))
        }
    }

    package var prepared: [PreparedRun] {
        items.compactMap { if case .play(let run, _) = $0 { run } else { nil } }
    }

    /// The totals of the runs that had ended before.
    package var ended: [Tally] {
        items.compactMap { if case .ended(_, let tally, _) = $0 { tally } else { nil } }
    }

    /// Writes the headers of all logs. If one cannot be written, nothing is played: new logs are removed again, and a log that
    /// was to go on keeps one header more, behind which nothing was sent.
    package func begin() throws(StartProblem) {
        do throws(StartProblem) { for run in prepared { try run.begin() } } catch {
            abandon()
            throw error
        }
    }

    private func abandon() { for run in prepared { run.abandon() } }
}
