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
        /// Whether the caller is known by a cookie, which a browser sends by itself.
        var hasCookie = false
        /// The digest of the caller's token, nil where none is needed.
        fileprivate(set) var token: SHA256Digest?
    }

    /// The calls per second of one token, and how many at once.
    fileprivate static let rate = 20.0
    fileprivate static let burst = 100.0
    /// The same for attempts with a wrong token from one address.
    private static let failureRate = 2.0
    private static let failureBurst = 20.0
    private static let mostSessions = 1000
    private static let mostAddresses = 10_000

    fileprivate struct Entry {
        var digest: SHA256Digest
        var role: Role
        var name: String
        var budget = CallBudget(rate: CallerAccess.rate, burst: CallerAccess.burst)

        init(_ token: TokenFile.Entry) {
            digest = SHA256.hash(data: Array(token.token.utf8))
            role = token.role
            name = token.name
        }
    }

    fileprivate struct State {
        var entries: [Entry]
        /// The digest of each session's token, by the digest of the session's id.
        var sessions: [SHA256Digest: SHA256Digest] = [:]
        var order: [SHA256Digest] = []
        var failures: [String: CallBudget] = [:]
        /// What is going on for callers, like streams, by number.
        var ongoing: [Int: Ongoing] = [:]
        var lastOngoing = 0
    }

    fileprivate struct Ongoing {
        let token: SHA256Digest
        let end: @Sendable () -> Void
    }

    private let state: Mutex<State>

    package init(_ tokens: [TokenFile.Entry]) { state = Mutex(State(entries: tokens.map(Entry.init))) }

    /// Replaces all tokens. Whoever has none of the new ones is shut out: sessions for other tokens are forgotten, and what is
    /// still going on for them is ended.
    package func replace(with tokens: [TokenFile.Entry]) {
        let ended = state.withLock { state in
            let before = state.entries
            state.entries = tokens.map { token in
                var entry = Entry(token)
                if let known = before.first(where: { $0.digest == entry.digest }) { entry.budget = known.budget }
                return entry
            }
            let counting = Set(state.entries.map(\.digest))
            let sessions = state.sessions.filter { counting.contains($0.value) }
            state.sessions = sessions
            state.order.removeAll { sessions[$0] == nil }
            let ended = state.ongoing.filter { !counting.contains($0.value.token) }
            for number in ended.keys { state.ongoing[number] = nil }
            return ended.values
        }
        for ongoing in ended { ongoing.end() }
    }

    /// Notes something that goes on for a caller, like a stream.
    ///
    /// - Parameter end: is called once the caller's token no longer counts, at once if it already does not.
    /// - Returns: what to call when it is over by itself.
    func begin(for caller: Caller, end: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        guard let token = caller.token else { return {} }
        let number: Int? = state.withLock { state in
            guard state.entries.contains(where: { $0.digest == token }) else { return nil }
            state.lastOngoing += 1
            state.ongoing[state.lastOngoing] = Ongoing(token: token, end: end)
            return state.lastOngoing
        }
        guard let number else {
            end()
            return {}
        }
        return { self.state.withLock { $0.ongoing[number] = nil } }
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
        var token: SHA256Digest?
        if let authorization {
            let scheme = "bearer "
            if authorization.lowercased().hasPrefix(scheme) {
                token = SHA256.hash(data: Array(authorization.utf8.dropFirst(scheme.utf8.count)))
            }
        } else if let session {
            let digest = SHA256.hash(data: Array(session.utf8))
            token = state.withLock { $0.sessions[digest] }
        }
        let found = token.flatMap { token in state.withLock { $0.call(with: token, at: now) } }
        guard var found else { throw refusal(from: address, at: now, isAttempt: authorization != nil) }
        guard found.isWithin else { throw .tooManyRequests }
        found.caller.hasCookie = authorization == nil
        return found.caller
    }

    /// Exchanges a token for a session.
    ///
    /// - Returns: its id, for a cookie.
    func beginSession(token: String, from address: String, at now: Uptime) throws(APIProblem) -> String {
        let token = SHA256.hash(data: Array(token.utf8))
        let id = Self.randomToken()
        let digest = SHA256.hash(data: Array(id.utf8))
        let isWithin: Bool? = state.withLock { state in
            guard let found = state.call(with: token, at: now) else { return nil }
            guard found.isWithin else { return false }
            state.sessions[digest] = token
            state.order.append(digest)
            if state.order.count > Self.mostSessions { state.sessions[state.order.removeFirst()] = nil }
            return true
        }
        guard let isWithin else { throw refusal(from: address, at: now, isAttempt: true) }
        guard isWithin else { throw .tooManyRequests }
        return id
    }

    /// The refusal of a call. Whoever guesses tokens soon gets no more than the answer that there are too many requests.
    private func refusal(from address: String, at now: Uptime, isAttempt: Bool) -> APIProblem {
        guard isAttempt else { return .unauthorized }
        return state.withLock { state in
            if state.failures.count > Self.mostAddresses { state.failures = [:] }
            let budget = CallBudget(rate: Self.failureRate, burst: Self.failureBurst)
            return state.failures[address, default: budget].take(at: now) ? .unauthorized : .tooManyRequests
        }
    }

    /// 256 bits from the system's random number generator, in hexadecimal.
    package static func randomToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

extension CallerAccess.State {
    /// Finds who has a token, and takes a call off their budget. Takes the same time whichever token it is, or if there is none.
    fileprivate mutating func call(
        with token: SHA256Digest, at now: Uptime
    ) -> (caller: CallerAccess.Caller, isWithin: Bool)? {
        var found: Int?
        // Digests are compared in constant time.
        for index in entries.indices where entries[index].digest == token { found = index }
        guard let found else { return nil }
        let isWithin = entries[found].budget.take(at: now)
        return (CallerAccess.Caller(role: entries[found].role, name: entries[found].name, token: token), isWithin)
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
