/// Gives callers turns, in the order in which they came, for work that must not overlap.
actor Turns {
    private var isTaken = false
    private var lastNumber = 0
    private var waiting: [(number: Int, caller: CheckedContinuation<Bool, Never>)] = []

    /// Waits for the caller's turn. Returns true when it has come: the caller must end it with ``end()``. Returns false as soon
    /// as the caller's task is cancelled while it waits.
    func begin() async -> Bool {
        guard isTaken else {
            isTaken = true
            return true
        }
        lastNumber += 1
        let number = lastNumber
        return await withTaskCancellationHandler {
            await withCheckedContinuation { caller in
                if Task.isCancelled { caller.resume(returning: false) } else { waiting.append((number, caller)) }
            }
        } onCancel: {
            Task { await self.giveUp(number) }
        }
    }

    func end() {
        if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().caller.resume(returning: true) }
    }

    private func giveUp(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).caller.resume(returning: false)
    }
}
