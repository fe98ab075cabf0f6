package import ControlAPI
import Crypto
import ShowTime
import Synchronization

/// Who may do what over the network: the tokens, the sessions that links were exchanged for, and how often each may call.
package final class CallerAccess: Sendable {
    /// Who calls.
    struct Caller: Sendable, Hashable {
        var role: Role
        var name: String
        /// Whether a browser said so by itself.
        var hasCookie = false
    }

    /// Calls a second of one token, and how many at once.
    private static let rate = 20.0
    private static let burst = 100.0
    /// Attempts with a wrong token from one address.
    private static let failureRate = 2.0
    private static let failureBurst = 20.0
    private static let mostSessions = 1000
    private static let mostAddresses = 10_000

    private struct State {
        var budgets: [CallBudget]
        /// By the digest of the session's id: which token it is of.
        var sessions: [SHA256Digest: Int] = [:]
        var order: [SHA256Digest] = []
        var failures: [String: CallBudget] = [:]
    }

    private let entries: [(digest: SHA256Digest, role: Role, name: String)]
    private let state: Mutex<State>

    package init(_ tokens: [TokenFile.Entry]) {
        entries = tokens.map { (SHA256.hash(data: Array($0.token.utf8)), $0.role, $0.name) }
        let budget = CallBudget(rate: Self.rate, burst: Self.burst)
        state = Mutex(State(budgets: tokens.map { _ in budget }))
    }

    /// Finds who has a token. Takes as long whichever it is, or none.
    private func index(ofToken token: some StringProtocol) -> Int? {
        let digest = SHA256.hash(data: Array(token.utf8))
        var found: Int?
        // Digests are compared in constant time.
        for index in entries.indices where entries[index].digest == digest { found = index }
        return found
    }

    /// Finds out who calls.
    ///
    /// - Parameters:
    ///   - authorization: the header, as it came.
    ///   - session: from the cookie.
    ///   - address: where the call comes from.
    func caller(
        authorization: String?, session: String?, from address: String, at now: Uptime
    ) throws(APIProblem) -> Caller {
        var index: Int?
        if let authorization {
            let scheme = "bearer "
            if authorization.lowercased().hasPrefix(scheme) {
                index = self.index(ofToken: authorization.dropFirst(scheme.count))
            }
        } else if let session {
            let digest = SHA256.hash(data: Array(session.utf8))
            index = state.withLock { $0.sessions[digest] }
        }
        guard let index else { throw refusal(from: address, at: now, isAttempt: authorization != nil) }
        guard state.withLock({ $0.budgets[index].take(at: now) }) else { throw .tooManyRequests }
        return Caller(role: entries[index].role, name: entries[index].name, hasCookie: authorization == nil)
    }

    /// Exchanges a token for a session.
    ///
    /// - Returns: its id, for a cookie.
    func beginSession(token: String, from address: String, at now: Uptime) throws(APIProblem) -> String {
        guard let index = index(ofToken: token) else { throw refusal(from: address, at: now, isAttempt: true) }
        let id = Self.randomToken()
        let digest = SHA256.hash(data: Array(id.utf8))
        let isWithin = state.withLock { state in
            guard state.budgets[index].take(at: now) else { return false }
            state.sessions[digest] = index
            state.order.append(digest)
            if state.order.count > Self.mostSessions { state.sessions[state.order.removeFirst()] = nil }
            return true
        }
        guard isWithin else { throw .tooManyRequests }
        return id
    }

    /// Whoever guesses tokens is answered ever less.
    private func refusal(from address: String, at now: Uptime, isAttempt: Bool) -> APIProblem {
        guard isAttempt else { return .unauthorized }
        return state.withLock { state in
            if state.failures.count > Self.mostAddresses { state.failures = [:] }
            let budget = CallBudget(rate: Self.failureRate, burst: Self.failureBurst)
            return state.failures[address, default: budget].take(at: now) ? .unauthorized : .tooManyRequests
        }
    }

    /// 256 bits of the system's, in hexadecimal.
    package static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

/// How many calls somebody may still make: a bucket that fills at a rate.
struct CallBudget: Sendable {
    private let rate: Double
    private let burst: Double
    private var left: Double
    private var time: Uptime?

    init(rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
        left = burst
    }

    /// Returns whether a call may be made, and takes it off.
    mutating func take(at now: Uptime) -> Bool {
        if let time { left = min(burst, left + (now - time).seconds * rate) }
        time = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
