import ControlAPI

/// Makes a call only once, for calls whose ids the engine does not remember: a caller that repeats one gets the first result.
actor OnceTable {
    /// How many calls are remembered, at most for as long as the process lives.
    private static let most = 1000

    private var calls: [String: Task<Result<CommandAnswer, APIProblem>, Never>] = [:]
    private var order: [String] = []

    /// - Parameter id: nil where a repetition cannot be told from a new call.
    func perform(
        _ id: String?, _ call: @escaping @Sendable () async throws(APIProblem) -> CommandAnswer
    ) async -> Result<CommandAnswer, APIProblem> {
        guard let id else { return await Self.result(of: call) }
        if let made = calls[id] {
            return await made.value.map { answer in
                var answer = answer
                answer.isDone = false
                return answer
            }
        }
        // Not in the caller's task: the call goes on if the caller hangs up.
        let task = Task { await Self.result(of: call) }
        calls[id] = task
        order.append(id)
        if order.count > Self.most { calls[order.removeFirst()] = nil }
        return await task.value
    }

    private static func result(
        of call: @Sendable () async throws(APIProblem) -> CommandAnswer
    ) async -> Result<CommandAnswer, APIProblem> {
        do throws(APIProblem) { return .success(try await call()) } catch { return .failure(error) }
    }
}
