import Synchronization

/// Threads that share work whose result does not depend on them. The shell lends them: the core starts none of its own.
package struct Workers: Sendable {
    /// How many work at once.
    package let count: Int
    private let perform: @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void

    /// - Parameter perform: calls a body with each number from 0 up to a count, some of them at once, and returns when all
    ///   of it is done.
    package init(
        count: Int, perform: @escaping @Sendable (_ count: Int, _ body: @Sendable (Int) -> Void) -> Void
    ) {
        self.count = count
        self.perform = perform
    }

    /// Nobody but the caller.
    package static let none = Workers(count: 1) { count, body in
        for number in 0..<count { body(number) }
    }

    /// Returns the results of `body` for each number from 0 up to a count, in their order.
    func map<Result: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
        let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
        perform(count) { number in
            let result = body(number)
            results.withLock { $0[number] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
