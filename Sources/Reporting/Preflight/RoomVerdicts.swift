package import Scheduling
package import ShowTime

/// Judges the answers about the account and its rooms.
package enum RoomVerdicts {
    // MARK: The account

    /// Judges whether ZEGO accepts the account.
    package static func credentials(_ end: AttemptEnd?, appID: UInt32, host: String) -> PreflightCheck {
        guard let end else { return PreflightCheck("credentials", is: .problem, "nothing was asked") }
        if end.kind == .accepted {
            return PreflightCheck("credentials", is: .ok, "AppID \(appID) is accepted by \(host)")
        }
        let (finding, advice) = refusal(end.kind, appID: appID, host: host)
        let isThrottled = end.kind == .throttledApp || end.kind == .throttledRoom
        return PreflightCheck(
            "credentials", is: isThrottled ? .warning : .problem, "\(finding): \(words(of: end))", advice: advice)
    }

    private static func refusal(
        _ kind: AttemptEnd.Kind, appID: UInt32, host: String
    ) -> (finding: String, advice: String) {
        switch kind {
        case .account:
            (
                "AppID \(appID) is refused by \(host)",
                "compare ZEGO_APP_ID and the server secret with those in ZEGO's console"
            )
        case .clock: ("cannot be checked while the clock is off", "mend the clock first")
        case .throttledApp, .throttledRoom:
            (
                "AppID \(appID) is throttled by \(host)",
                "somebody else makes calls with this AppID: find out who"
            )
        case .notSent: ("\(host) cannot be reached", "check the network, a firewall, and ZEGO_BASE_URL")
        case .unanswered: ("\(host) does not answer", "check the network and ZEGO_BASE_URL")
        case .foreignAnswer:
            (
                "what answers at \(host) is not ZEGO",
                "check ZEGO_BASE_URL, and whether a proxy or a login page is in between"
            )
        case .transient: ("\(host) fails", "try again in a minute")
        case .accepted, .refused: ("\(host) refuses the question", "ask ZEGO's support about the code")
        }
    }

    /// `100000005 signature error: …`
    static func words(of end: AttemptEnd) -> String {
        let parts = [end.code.map(String.init), end.reason].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? "without a reason" : parts.joined(separator: " ")
    }

    // MARK: The clock

    /// The most that a signature's timestamp may be off (documented).
    package static let clockLimit = Interval.minutes(10)
    package static let noticeableClock = Interval.seconds(5)

    /// This host's clock against the server's.
    package static func clock(_ reading: ClockReading?, _ end: AttemptEnd?) -> PreflightCheck {
        func check(
            _ verdict: PreflightCheck.Verdict, _ message: String,
            advice: String = "set this host's clock, best by NTP (timedatectl set-ntp true)"
        ) -> PreflightCheck { PreflightCheck("clock", is: verdict, message, advice: verdict == .ok ? nil : advice) }
        let isRefused = end?.kind == .clock
        guard let reading else {
            if isRefused { return check(.problem, "ZEGO finds this host's clock more than 10 minutes off") }
            return check(
                .warning, "cannot be compared: no answer of ZEGO's with a date in it",
                advice: "compare it by hand: shows start by this host's clock")
        }
        // The server wrote its date while we waited. How far into that second this was, it does not say.
        let earliest = reading.asked - (reading.server + .seconds(1))
        let latest = reading.answered - reading.server
        let ahead = Interval(nanoseconds: (earliest.nanoseconds + latest.nanoseconds) / 2)
        let off = max(ahead, -ahead)
        let surely = max(.zero, off - Interval(nanoseconds: (reading.answered - reading.asked).nanoseconds / 2))
        let seconds = off.nanoseconds / 1_000_000_000
        let shown =
            "this host is \(Interval.seconds(seconds).words) \(ahead > .zero ? "ahead of" : "behind") the server"
        let within = "within \(seconds + 1) s of the server's"
        if isRefused, surely < noticeableClock {
            return check(
                .problem, "ZEGO finds the signature expired, though this host's clock is \(within)",
                advice: "ask ZEGO's support")
        }
        if surely >= clockLimit || isRefused {
            return check(.problem, "\(shown): over 10 minutes, no signature is accepted")
        }
        return surely >= noticeableClock
            ? check(.warning, "\(shown): shows start by this host's clock") : check(.ok, within)
    }

    // MARK: Rooms

    /// Returns a check for each room that there is an answer about, and one for all the others. So a problem with the account is
    /// reported once, and not again for each room.
    package static func rooms(_ plan: PreflightPlan, _ findings: RoomFindings) -> [PreflightCheck] {
        let unknown = plan.rooms.filter { findings.audiences[$0.id] == nil }
        let checks = plan.rooms.compactMap { room in findings.audiences[room.id].map { check(room, $0) } }
        guard let first = unknown.first else { return checks }
        let what = unknown.count == 1 ? first.title : "\(unknown.count) rooms"
        let isFirst = findings.audiences.isEmpty && findings.first?.kind != .accepted
        let failure = findings.failures[first.id].map { words(of: $0) } ?? "the answer says nothing about it"
        let why = isFirst ? "nothing can be asked before the account works" : failure
        return checks + [PreflightCheck("room", about: what, is: .warning, "the audience cannot be known: \(why)")]
    }

    private static func check(_ room: PreflightPlan.Room, _ audience: RoomAudience) -> PreflightCheck {
        if audience.people > 0 {
            let users = audience.people == 1 ? "1 user is" : "\(audience.people) users are"
            return PreflightCheck("room", about: room.title, is: .ok, "\(users) in it")
        }
        return audience.roomExists
            ? PreflightCheck(
                "room", about: room.title, is: .warning,
                "nobody is in it but \(audience.administrators) administrators (recorders, moderators)")
            : PreflightCheck(
                "room", about: room.title, is: .warning,
                "nobody is in it, so it does not exist yet: what is sent to it before somebody enters is lost",
                advice: "if people should be in it by now, compare the room's id with that of your app")
    }

    // MARK: Senders

    /// Whether the senders are in rooms that they send to. Clients logged in under a sender's id do not get its messages.
    package static func senders(_ plan: PreflightPlan, _ findings: RoomFindings) -> [PreflightCheck] {
        let ids = Set(plan.rooms.flatMap(\.senders)).sorted()
        guard findings.audiences.isEmpty else {
            return ids.map { id in sender(id, in: plan.rooms.filter { $0.senders.contains(id) }, findings) }
        }
        let reason = "whether it is in a room it sends to cannot be known: no room could be asked"
        return [PreflightCheck("sender", about: ids.count == 1 ? ids[0] : "\(ids.count) senders", is: .warning, reason)]
    }

    private static func sender(
        _ id: String, in rooms: [PreflightPlan.Room], _ findings: RoomFindings
    ) -> PreflightCheck {
        let there = rooms.filter { findings.presence[$0.id]?[id] == true }
        if !there.isEmpty {
            let names = there.prefix(5).map(\.title).joined(separator: ", ") + (there.count > 5 ? " …" : "")
            return PreflightCheck(
                "sender", about: id, is: .warning, "is logged in to \(names): that client does not get the messages",
                advice: "send under a user id that is in none of the rooms")
        }
        let unknown = rooms.filter { findings.presence[$0.id]?[id] == nil }
        let known = rooms.count - unknown.count
        let absent = unknown.count { findings.audiences[$0.id]?.roomExists == false }
        let which = rooms.count == 1 ? "room" : "\(rooms.count) rooms"
        func unclear(_ what: String, _ reason: String) -> PreflightCheck {
            PreflightCheck("sender", about: id, is: .warning, "whether it is in \(what) cannot be known\(reason)")
        }
        if let failure = unknown.lazy.compactMap({ findings.presenceFailures[$0.id] }).first {
            return unclear("\(unknown.count) of its \(which)", ": \(words(of: failure))")
        }
        if unknown.count > absent { return unclear("its rooms", ": they could not be asked") }
        if known == 0 { return unclear("its \(which)", " before \(rooms.count == 1 ? "it exists" : "they exist")") }
        let rest = absent == 0 ? "" : absent == 1 ? "; 1 more does not exist yet" : "; \(absent) more do not exist yet"
        return PreflightCheck(
            "sender", about: id, is: .ok,
            (known == 1 ? "is not in its room" : "is in none of its \(known) rooms") + rest)
    }
}
