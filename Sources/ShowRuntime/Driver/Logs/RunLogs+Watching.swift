import Dispatch
import RunLog
import Scheduling
import ShowTime

/// Logs that somebody deletes, moves, empties or replaces while they are written.
extension RunLogs {
    private static let watchPause = Interval.seconds(1)
    /// Logs are touched once a minute: a start that finds one asks how long ago it was played.
    private static let looksPerTouch = 60

    /// Looks once a second whether the logs are still there, for as long as there are any.
    func watch() {
        guard !isWatching, !logs.isEmpty else { return }
        isWatching = true
        after(Self.watchPause) { logs in
            logs.isWatching = false
            logs.inspect()
            logs.watch()
        }
    }

    /// A disk that hangs must not delay what is sent: the files are looked at elsewhere, one look at a time.
    private func inspect() {
        guard !isInspecting else { return }
        isInspecting = true
        let stores = logs.filter { $0.value.writer.loss == nil }.mapValues(\.writer.store)
        looks += 1
        let touches = looks % Self.looksPerTouch == 0
        atDisk(.global(qos: .utility)) {
            if touches { for store in stores.values { store.touch() } }
            return stores.compactMapValues { $0.inspect() }
        } then: { logs, losses in
            logs.isInspecting = false
            logs.take(losses)
        }
    }

    private func take(_ losses: [RunID: LogLoss]) {
        for (run, loss) in losses where logs[run] != nil && logs[run]?.writer.loss == nil {
            logs[run]?.writer.lose(loss)
            unwritable[run] = loss.reason
            observer.observe(.logLost(run, reason: loss.reason))
            restore(run)
        }
        if !losses.isEmpty, block() { changed(.blocked) }
    }

    /// Writes a whole log again in the place of one that was lost.
    func restore(_ run: RunID) {
        guard let loss = logs[run]?.writer.loss, !restoring.contains(run), let book = logs[run]?.writer.contents(),
            let store = logs[run]?.writer.store
        else { return }
        restoring.insert(run)
        let now = time.now.wall
        atDisk(.global(qos: .utility)) {
            Result { () throws(LogError) in try store.restored(after: loss, from: book, run: run, at: now) }
        } then: { logs, result in
            logs.restored(run, result)
        }
    }

    private func restored(_ run: RunID, _ result: Result<any RecordStore, LogError>) {
        restoring.remove(run)
        guard logs[run] != nil else { return }
        switch result {
        case .failure(let error): unwritable[run] = error.message
        case .success(let store):
            logs[run]?.writer.goOn(with: store)
            logs[run]?.disk.beginAnew()
            noteWritten(run)
            retry()
        }
    }
}
