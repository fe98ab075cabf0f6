import JSONText
import Scheduling
import ShowTime

extension StatusAnswer {
    package func write(to bytes: inout [UInt8]) {
        bytes.object { bytes in
            write(membersTo: &bytes)
            bytes.field("runs", array: runs) { $1.write(to: &$0) }
        }
    }

    /// Writes all members except the runs.
    func write(membersTo bytes: inout [UInt8]) {
        bytes.field("now", now)
        bytes.name("account")
        account.write(to: &bytes)
        bytes.name("network")
        network.write(to: &bytes)
        bytes.name("log")
        writeLog(to: &bytes)
        bytes.field(milliseconds: "clock_ahead_ms", clockAhead)
        bytes.name("quota")
        quota.write(to: &bytes)
        bytes.name("upcoming")
        writeUpcoming(to: &bytes)
    }

    func writeLog(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("blocked", logProblem != nil)
            $0.field("reason", logProblem)
        }
    }

    func writeUpcoming(to bytes: inout [UInt8]) {
        bytes.array(upcoming) { bytes, next in
            bytes.object {
                $0.field("timeline", next.timeline)
                $0.field("start", next.start)
            }
        }
    }

    /// Nil where the bytes are not such an answer.
    package init?(json bytes: [UInt8]) {
        let answer = bytes.withUnsafeBufferPointer { bytes -> StatusAnswer? in
            var members = JSONMembers()
            guard members.read(bytes), let now = members.instant("now") else { return nil }
            var answer = StatusAnswer(now: now)
            members.object("account") { answer.account = Gate(&$0) }
            members.object("network") { answer.network = Gate(&$0) }
            members.object("log") { log in
                if log.bool("blocked") == true { answer.logProblem = log.text("reason") ?? "" }
            }
            answer.clockAhead = members.milliseconds("clock_ahead_ms") ?? .zero
            members.object("quota") { answer.quota = Quota(&$0) }
            members.forEachObject("upcoming") { next in
                guard let timeline = next.text("timeline"), let start = next.instant("start") else { return }
                answer.upcoming.append(UpcomingStart(timeline: timeline, start: start))
            }
            members.forEachObject("runs") { run in if let run = RunAnswer(&run) { answer.runs.append(run) } }
            return answer
        }
        guard let answer else { return nil }
        self = answer
    }
}

extension StatusAnswer.Gate {
    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("held", isHeld)
            $0.field("reason", reason)
            $0.field("since", since)
        }
    }

    init(_ members: inout JSONMembers) {
        isHeld = members.bool("held") ?? false
        reason = members.text("reason")
        since = members.instant("since")
    }
}

extension StatusAnswer.Quota {
    func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("rate", decimal: rate)
            $0.field("used", decimal: used)
            $0.field("per_second", perSecond)
            $0.field("share", decimal: share)
        }
    }

    init(_ members: inout JSONMembers) {
        rate = members.decimal("rate")
        used = members.decimal("used")
        perSecond = members.integer("per_second") ?? 0
        share = members.decimal("share") ?? 1
    }
}

extension [UInt8] {
    /// Appends a number with up to three decimals, without trailing zeros. Null where it is nil, not finite, or 1e12 or more in
    /// magnitude.
    mutating func field(_ name: StaticString, decimal value: Double?) {
        guard let value, value.isFinite, value.magnitude < 1e12 else {
            field(name, nil as Int?)
            return
        }
        self.name(name)
        let thousandths = Int((value * 1000).rounded())
        if thousandths < 0 { append(UInt8(ascii: "-")) }
        append(json: Int(thousandths.magnitude) / 1000)
        var digits = String(Int(thousandths.magnitude) % 1000 + 1000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        if !digits.isEmpty { append(contentsOf: ".\(digits)".utf8) }
    }
}

extension JSONMembers {
    mutating func decimal(_ name: StaticString) -> Double? {
        guard case .number(let digits)? = value(name) else { return nil }
        return Double(String(decoding: digits, as: UTF8.self))
    }

    /// Calls `body` with the members of an object.
    mutating func object(_ name: StaticString, _ body: (inout JSONMembers) -> Void) {
        guard case .object(let object)? = value(name) else { return }
        var members = JSONMembers()
        if members.read(object) { body(&members) }
    }

    /// Calls `body` with the members of each object of an array.
    mutating func forEachObject(_ name: StaticString, _ body: (inout JSONMembers) -> Void) {
        guard case .array(let array)? = value(name) else { return }
        JSONObject.readArray(array) { element in
            var members = JSONMembers()
            if case .object(let object) = element, members.read(object) { body(&members) }
        }
    }

    mutating func texts(_ name: StaticString) -> [String] {
        guard case .array(let array)? = value(name) else { return [] }
        var texts: [String] = []
        JSONObject.readArray(array) { if let text = $0.text { texts.append(text) } }
        return texts
    }
}
