import Dispatch
import Synchronization

/// Takes batches on a thread of its own, one after the other, while its owner makes the next. The result is that of taking each
/// at once.
///
/// At most one batch waits or is being taken, so that nobody runs ahead.
package final class BatchWorker<State: Sendable, Batch: Sendable>: Sendable {
    private struct Progress: Sendable {
        /// Nil once it was finished.
        var state: State?
        var wantsMore = true
    }

    private let progress: Mutex<Progress>
    private let take: @Sendable (inout State, Batch) -> Bool
    private let queue = DispatchQueue(label: "showcaller.batches")
    private let untaken = DispatchGroup()
    /// The batch that is being taken. Given up by the thread that made it: one that frees what another allocates makes both wait.
    private let given = Mutex<Batch?>(nil)

    /// - Parameter take: returns whether more is wanted.
    package init(_ state: consuming State, take: @escaping @Sendable (inout State, Batch) -> Bool) {
        progress = Mutex(Progress(state: state))
        self.take = take
    }

    /// Returns as soon as the batch before has been taken.
    ///
    /// - Returns: false where nothing more is wanted; then this batch was not taken either.
    package func give(_ batch: Batch) -> Bool {
        untaken.wait()
        guard progress.withLock({ $0.wantsMore }) else { return false }
        given.withLock { $0 = batch }
        queue.async(group: untaken) { self.takeGiven() }
        return true
    }

    private func takeGiven() {
        guard let batch = given.withLock({ $0 }) else { return }
        progress.withLock { $0.wantsMore = take(&$0.state!, batch) }
    }

    /// Waits until all of it is taken. Nothing is to be given after that.
    package func finish() -> State {
        untaken.wait()
        return progress.withLock { progress in
            precondition(progress.state != nil, "it was finished before")
            progress.wantsMore = false
            return progress.state.take()!
        }
    }
}
