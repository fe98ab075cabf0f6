package import Scheduling
package import ShowTime

/// Judges the answers about the account and its rooms.
package enum RoomVerdicts {
    // MARK: The account

    /// Whether ZEGO takes the account for what it says it is.
    package static func credentials(_ end: AttemptEnd?, appID: UInt32, host: String) -> PreflightCheck {
        let name = "credentials"
        guard let end else { return PreflightCheck(name, .problem, "nothing was asked") }
        let why = words(of: end)
        switch end.kind {
        case .accepted: return PreflightCheck(name, .ok, "AppID \(appID) is accepted by \(host)")
        case .account:
            return PreflightCheck(
                name, .problem, "AppID \(appID) is refused by \(host): \(why)",
                advice: "compare ZEGO_APP_ID and the server secret with those in ZEGO's console")
        case .clock:
            return PreflightCheck(
                name, .problem, "cannot be checked while the clock is off: \(why)", advice: "mend the clock first")
        case .throttledApp, .throttledRoom:
            return PreflightCheck(
                name, .warning, "AppID \(appID) is throttled by \(host): \(why)",
                advice: "somebody else makes calls with this AppID: find out who")
        case .notSent:
            return PreflightCheck(
                name, .problem, "\(host) cannot be reached: \(why)",
                advice: "check the network, a firewall, and ZEGO_BASE_URL")
        case .unanswered:
            return PreflightCheck(
                name, .problem, "\(host) does not answer: \(why)", advice: "check the network and ZEGO_BASE_URL")
        case .foreignAnswer:
            return PreflightCheck(
                name, .problem, "what answers at \(host) is not ZEGO: \(why)",
                advice: "check ZEGO_BASE_URL, and whether a proxy or a login page is in between")
        case .transient:
            return PreflightCheck(name, .problem, "\(host) fails: \(why)", advice: "try again in a minute")
        case .refused:
            return PreflightCheck(
                name, .problem, "\(host) refuses the question: \(why)", advice: "ask ZEGO's support about the code")
        }
    }

    /// `100000005 signature error: …`
    static func words(of end: AttemptEnd) -> String {
        let parts = [end.code.map(String.init), end.reason].compactMap { $0 }.filter { !$0.isEmpty }
        return parts.isEmpty ? "without a reason" : parts.joined(separator: " ")
    }

    // MARK: The clock

    /// How far a signature's timestamp may be off (documented).
    package static let clockLimit = Interval.minutes(10)
    package static let noticeableClock = Interval.seconds(5)

    /// This host's clock against the server's.
    package static func clock(_ reading: ClockReading?, _ end: AttemptEnd?) -> PreflightCheck {
        let name = "clock"
        let advice = "set this host's clock, best by NTP (timedatectl set-ntp true)"
        guard let reading else {
            if end?.kind == .clock {
                return PreflightCheck(
                    name, .problem, "ZEGO finds this host's clock more than 10 minutes off", advice: advice)
            }
            return PreflightCheck(
                name, .warning, "cannot be compared: no answer of ZEGO's with a date in it",
                advice: "compare it by hand: shows start by this host's clock")
        }
        // The server wrote its date while we waited; within which second, it does not say.
        let earliest = reading.asked - (reading.server + .seconds(1))
        let latest = reading.answered - reading.server
        let ahead = Interval(nanoseconds: (earliest.nanoseconds + latest.nanoseconds) / 2)
        let off = Interval(nanoseconds: Int64(ahead.nanoseconds.magnitude))
        let surely = max(.zero, off - Interval(nanoseconds: (reading.answered - reading.asked).nanoseconds / 2))
        let shown =
            "\(Interval.seconds(off.nanoseconds / 1_000_000_000).words) \(ahead > .zero ? "ahead of" : "behind")"
        let within = "within \(max(1, off.nanoseconds / 1_000_000_000 + 1)) s of the server's"
        if end?.kind == .clock, surely < noticeableClock {
            return PreflightCheck(
                name, .problem, "ZEGO finds the signature expired, though this host's clock is \(within)",
                advice: "ask ZEGO's support")
        }
        if surely >= clockLimit || end?.kind == .clock {
            return PreflightCheck(
                name, .problem, "this host is \(shown) the server: over 10 minutes, no signature is accepted",
                advice: advice)
        }
        if surely >= noticeableClock {
            return PreflightCheck(
                name, .warning, "this host is \(shown) the server: shows start by this host's clock", advice: advice)
        }
        return PreflightCheck(name, .ok, within)
    }

    // MARK: Rooms

    /// A line for each room that was answered for, and one for all of which nothing is known. What is wrong with the account is
    /// said once, and not again by every room.
    package static func rooms(_ plan: PreflightPlan, _ findings: RoomFindings) -> [PreflightCheck] {
        var checks: [PreflightCheck] = []
        var unknown: [PreflightPlan.Room] = []
        for room in plan.rooms {
            if let audience = findings.audiences[room.id] {
                checks.append(check(room, audience))
            } else {
                unknown.append(room)
            }
        }
        guard let first = unknown.first else { return checks }
        let what = unknown.count == 1 ? first.title : "\(unknown.count) rooms"
        let isFirst = findings.audiences.isEmpty && findings.first?.kind != .accepted
        let failure = findings.failures[first.id].map { words(of: $0) } ?? "the answer says nothing about it"
        let why = isFirst ? "nothing can be asked before the account works" : failure
        checks.append(PreflightCheck("room", what, .warning, "the audience cannot be known: \(why)"))
        return checks
    }

    private static func check(_ room: PreflightPlan.Room, _ audience: RoomAudience) -> PreflightCheck {
        if audience.people > 0 {
            return PreflightCheck(
                "room", room.title, .ok, audience.people == 1 ? "1 user is in it" : "\(audience.people) users are in it"
            )
        }
        if audience.roomExists {
            return PreflightCheck(
                "room", room.title, .warning,
                "nobody is in it but \(audience.administrators) administrators (recorders, moderators)")
        }
        return PreflightCheck(
            "room", room.title, .warning,
            "nobody is in it, so it does not exist yet: what is sent to it before somebody enters is lost",
            advice: "if people should be in it by now, compare the room's id with that of your app")
    }

    // MARK: Senders

    /// Whether the senders are in rooms that they send to. Clients logged in under a sender's id do not get its messages.
    package static func senders(_ plan: PreflightPlan, _ findings: RoomFindings) -> [PreflightCheck] {
        let ids = Set(plan.rooms.flatMap(\.senders)).sorted()
        if findings.audiences.isEmpty {
            let who = ids.count == 1 ? ids[0] : "\(ids.count) senders"
            return [
                PreflightCheck(
                    "sender", who, .warning,
                    "whether it is in a room it sends to cannot be known: no room could be asked")
            ]
        }
        return ids.map { id in sender(id, in: plan.rooms.filter { $0.senders.contains(id) }, findings) }
    }

    private static func sender(
        _ id: String, in rooms: [PreflightPlan.Room], _ findings: RoomFindings
    ) -> PreflightCheck {
        let there = rooms.filter { findings.presence[$0.id]?[id] == true }
        let known = rooms.count { findings.presence[$0.id]?[id] != nil }
        let unknown = rooms.filter { findings.presence[$0.id]?[id] == nil }
        let absent = unknown.count { findings.audiences[$0.id]?.roomExists == false }
        if !there.isEmpty {
            let names = there.prefix(5).map(\.title).joined(separator: ", ") + (there.count > 5 ? " …" : "")
            return PreflightCheck(
                "sender", id, .warning, "is logged in to \(names): that client does not get the messages",
                advice: "send under a user id that is in none of the rooms")
        }
        if let failure = unknown.lazy.compactMap({ findings.presenceFailures[$0.id] }).first {
            return PreflightCheck(
                "sender", id, .warning,
                "whether it is in \(unknown.count) of its \(counted(rooms)) cannot be known: \(words(of: failure))")
        }
        if unknown.count > absent {
            return PreflightCheck(
                "sender", id, .warning, "whether it is in its rooms cannot be known: they could not be asked")
        }
        if known == 0 {
            return PreflightCheck(
                "sender", id, .warning,
                "whether it is in its \(counted(rooms)) cannot be known before \(rooms.count == 1 ? "it exists" : "they exist")"
            )
        }
        let rest = absent == 0 ? "" : absent == 1 ? "; 1 more does not exist yet" : "; \(absent) more do not exist yet"
        return PreflightCheck(
            "sender", id, .ok, (known == 1 ? "is not in its room" : "is in none of its \(known) rooms") + rest)
    }

    private static func counted(_ rooms: [PreflightPlan.Room]) -> String {
        rooms.count == 1 ? "room" : "\(rooms.count) rooms"
    }
}
