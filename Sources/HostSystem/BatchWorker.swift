import Dispatch
import Synchronization

/// Processes batches one after the other on another thread, while its owner makes the next one. The result is the same as if each
/// batch were processed at once.
///
/// At most one batch is waiting or being processed, so that the owner does not run ahead.
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
    /// The batch that is being processed. It is released by the thread that made it: a thread that frees what another one has
    /// allocated makes both of them wait.
    private let given = Mutex<Batch?>(nil)

    /// - Parameter take: processes a batch; returns whether more batches are wanted.
    package init(_ state: consuming State, take: @escaping @Sendable (inout State, Batch) -> Bool) {
        progress = Mutex(Progress(state: state))
        self.take = take
    }

    /// Hands over a batch. Returns as soon as the previous batch has been processed.
    ///
    /// - Returns: false if no more batches are wanted; then this batch was not processed either.
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

    /// Waits until all batches are processed and returns the final state. No batch may be given after that.
    package func finish() -> State {
        untaken.wait()
        return progress.withLock { progress in
            precondition(progress.state != nil, "it was finished before")
            progress.wantsMore = false
            return progress.state.take()!
        }
    }
}
