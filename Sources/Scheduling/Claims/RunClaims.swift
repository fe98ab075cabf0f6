import ShowTime

/// Which deliveries of one run may leave, as far as a power loss is concerned.
///
/// One claim is on its way to the store at a time. From the moment in which a new one is asked for, only what is in both the
/// old one and the new one may leave: nobody knows which of the two a power loss would leave.
struct RunClaims: Sendable {
    /// How far ahead is claimed.
    static let reach = Interval.seconds(2)

    private(set) var durable: Set<DeliveryKey> = []
    private var request: (id: Claim.ID, keys: Set<DeliveryKey>, askedAt: Uptime)?
    /// By when what is due is claimed.
    private var reachesTo = Uptime.distantPast
    /// When the claim that is waited for is overdue; nil while none is waited for.
    private(set) var deadline: Uptime?
    /// Whether the store did not answer for longer than the last claim reached.
    private(set) var isOverdue = false
    /// Whether something waits that no claim was asked for.
    var isUrgent = false

    /// Whether the store has answered, so that another claim can be asked for.
    var isFree: Bool { request == nil }

    /// All that is to come within the reach is claimed already.
    mutating func covers(from now: Uptime) { reachesTo = now + Self.reach }

    /// Something that is to come, or waits, is not claimed yet.
    mutating func lacks(at now: Uptime) {
        // What is to come until the last claim's end was in that one.
        if deadline == nil { deadline = reachesTo > now ? reachesTo : now + Self.reach }
    }

    /// Gives the disk its time anew for what waits.
    mutating func waitAnew(from now: Uptime) { if deadline != nil { deadline = now + Self.reach } }

    mutating func ask(for keys: Set<DeliveryKey>, as id: Claim.ID, at now: Uptime) {
        durable.formIntersection(keys)
        request = (id, keys, now)
    }

    /// What had ended goes out all the same: only a claim that is made from now on is one of it.
    mutating func forget(_ keys: some Sequence<DeliveryKey>) {
        durable.subtract(keys)
        request?.keys.subtract(keys)
    }

    /// A reload gave the deliveries other keys: what a claim calls by the same name as before stays claimed.
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

    /// Returns whether the claim becomes overdue with this.
    mutating func becomesOverdue(at now: Uptime) -> Bool {
        guard !isOverdue, let deadline, deadline <= now else { return false }
        isOverdue = true
        return true
    }

    /// Returns whether the store has caught up with this.
    mutating func catchesUp() -> Bool {
        guard isOverdue, deadline == nil else { return false }
        isOverdue = false
        return true
    }
}
