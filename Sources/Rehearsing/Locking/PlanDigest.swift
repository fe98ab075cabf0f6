import Crypto
import Scheduling
import ShowTime
import Templates
import Timelines

/// The hash of everything that is planned for one timeline, and the hashes of its parts, which tell what has changed.
package struct PlanDigest: Sendable, Equatable {
    package var deliveries: Int
    /// Whether ``plan`` also covers every byte of the timeline, because texts depend on a start that is not known.
    package var isOfTimeline: Bool
    /// SHA-256 of all of it, in hexadecimal digits.
    package var plan: String
    /// The first 16 digits of three hashes: of ids, rooms and times; of texts; and of senders, categories and policies.
    package var times: String
    package var texts: String
    package var settings: String
}

extension PlanDigest {
    /// The start that stands for an unknown one: texts that do not depend on the start are the same with any.
    private static let anyStart = Instant.seconds(946_684_800)
    /// The number of firings of a cron expression that stand for all of them.
    private static let firings = 64

    /// - Parameter files: the hash of all that was read for the timeline.
    init(_ timeline: Timeline, _ start: PlanLock.Start, files: String) {
        var times = Hasher()
        var texts = Hasher()
        var settings = Hasher()
        var deliveries = 0
        let instant = if case .at(let instant) = start { instant } else { Self.anyStart }
        _ = Preview.play([(timeline, instant)], rate: nil, roomRate: nil) { row in
            deliveries += 1
            let name = row.delivery
            times.update(name, String(row.offset.milliseconds), row.isBehindHold ? "hold" : "")
            texts.update(name, row.content)
            let policy = row.policy
            settings.update(
                name, row.category.name, row.sender.id, row.sender.name ?? "", policy.late.rawValue,
                String(policy.maxLate.milliseconds), policy.overflow.rawValue, policy.onUnknown.rawValue)
            return true
        }
        // Only the beginning of an endless message was played.
        for message in timeline.messages where message.schedule.count == nil {
            times.update("endless", message.id, String(message.schedule.every.milliseconds))
        }
        // The value that an input is given on the night is not locked, but what may be given is.
        for input in timeline.inputs {
            texts.update("input", input.name, input.prompt, String(input.max), input.usual.map { "=\($0)" } ?? "")
        }
        if start == .cron { Self.add(firingsOf: timeline, to: &times) }
        self.deliveries = deliveries
        self.times = String(times.digits.prefix(16))
        self.texts = String(texts.digits.prefix(16))
        self.settings = String(settings.digits.prefix(16))
        if case .at = start { isOfTimeline = false } else { isOfTimeline = timeline.dependsOnStart }
        var plan = Hasher()
        plan.update(times.digits, texts.digits, settings.digits, isOfTimeline ? files : "")
        self.plan = plan.digits
    }

    private static func add(firingsOf timeline: Timeline, to hasher: inout Hasher) {
        var instant = anyStart
        for _ in 0..<firings {
            guard let next = timeline.firings?.next(after: instant, in: timeline.zone) else { return }
            hasher.update("start", next.rfc3339)
            instant = next
        }
    }

    /// Says what is different in `now`, nil where nothing is.
    func difference(from now: PlanDigest) -> String? {
        guard self != now else { return nil }
        var parts: [String] = []
        if deliveries != now.deliveries { parts.append("\(deliveries) deliveries then, \(now.deliveries) now") }
        if times != now.times { parts.append("other times, rooms or ids") }
        if texts != now.texts { parts.append("other texts") }
        if settings != now.settings { parts.append("other senders, categories or policies") }
        if parts.isEmpty { parts.append("the timeline, what it includes or its variables were edited") }
        return parts.joined(separator: "; ")
    }

    /// SHA-256 of a sequence of fields, in which the end of one cannot be mistaken for the beginning of the next.
    private struct Hasher {
        private var hash = SHA256()
        private var pending: [UInt8] = []

        mutating func update(_ fields: String...) {
            for field in fields {
                // The lengths keep the fields apart, whatever they contain.
                pending.append(contentsOf: "\(field.utf8.count) ".utf8)
                pending.append(contentsOf: field.utf8)
            }
            if pending.count > 1 << 16 { flush() }
        }

        private mutating func flush() {
            hash.update(data: pending)
            pending.removeAll(keepingCapacity: true)
        }

        var digits: String {
            var copy = self
            copy.flush()
            return copy.hash.finalize().hexadecimal
        }
    }
}

extension Timeline {
    /// Whether any text, or whether anything is sent at all, depends on when the show starts.
    fileprivate var dependsOnStart: Bool {
        messages.contains { message in
            message.template.dependencies.contains(.start)
                || message.condition?.dependencies.contains(.start) ?? false
        }
    }
}
