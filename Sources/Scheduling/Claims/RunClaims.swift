import ShowTime

/// Which deliveries of one run may leave, as far as a power loss is concerned.
///
/// One claim is on its way to the store at a time. From the moment in which a new one is asked for, only what is in both the
/// old one and the new one may leave: nobody knows which of the two a power loss would leave.
struct RunClaims: Sendable {
    /// How far ahead deliveries are claimed.
    static let reach = Interval.seconds(2)

    private(set) var durable: Set<DeliveryKey> = []
    private var request: (id: Claim.ID, keys: Set<DeliveryKey>, askedAt: Uptime)?
    /// Whatever is due until then is claimed durably.
    private var reachesTo = Uptime.distantPast
    /// When the claim that is waited for is overdue; nil while none is waited for.
    private(set) var deadline: Uptime?
    /// Whether the deadline passed without a durable claim: the store takes longer than the last claim reached.
    private(set) var isOverdue = false
    /// Whether something waits that no claim was asked for.
    var isUrgent = false

    /// Whether the store has answered, so that another claim can be asked for.
    var isFree: Bool { request == nil }

    /// Takes note that all that is to come within the reach is claimed already.
    mutating func covers(from now: Uptime) { reachesTo = now + Self.reach }

    /// Takes note that something that waits, or is to come, is not claimed yet: the deadline for its claim begins.
    mutating func lacks(at now: Uptime) {
        // What comes before the end of the last claim's reach was in that claim.
        if deadline == nil { deadline = reachesTo > now ? reachesTo : now + Self.reach }
    }

    /// Restarts the deadline, where a claim is waited for.
    mutating func waitAnew(from now: Uptime) { if deadline != nil { deadline = now + Self.reach } }

    mutating func ask(for keys: Set<DeliveryKey>, as id: Claim.ID, at now: Uptime) {
        durable.formIntersection(keys)
        request = (id, keys, now)
    }

    /// Drops the claims of deliveries that an operator sends or brings back, perhaps after they had ended: only a claim that is
    /// made from now on counts for them.
    mutating func forget(_ keys: some Sequence<DeliveryKey>) {
        durable.subtract(keys)
        request?.keys.subtract(keys)
    }

    /// Replaces the keys after a reload: a delivery that has the same name in a claim as before stays claimed.
    mutating func rename(_ current: (DeliveryKey) -> DeliveryKey?) {
        durable = Set(durable.compactMap(current))
        if let keys = request?.keys { request?.keys = Set(keys.compactMap(current)) }
    }

    /// Takes the store's answer. Returns false where it is of another claim.
    mutating func answered(_ id: Claim.ID, isDurable: Bool) -> Bool {
        guard let request, request.id == id else { return false }
        self.request = nil
        guard isDurable else { return true }
        durable = request.keys
        reachesTo = request.askedAt + Self.reach
        deadline = nil
        return true
    }

    /// Marks the claim as overdue where its deadline has passed. Returns whether it became overdue now.
    mutating func becomesOverdue(at now: Uptime) -> Bool {
        guard !isOverdue, let deadline, deadline <= now else { return false }
        isOverdue = true
        return true
    }

    /// Clears the overdue state once the store has caught up. Returns whether it was cleared now.
    mutating func catchesUp() -> Bool {
        guard isOverdue, deadline == nil else { return false }
        isOverdue = false
        return true
    }
}
