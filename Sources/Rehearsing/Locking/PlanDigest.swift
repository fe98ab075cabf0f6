import Crypto
import Scheduling
import ShowTime
import Templates
import Timelines

/// The hash of everything that is planned for one timeline, and of its parts, so that it can be said what is not the same.
package struct PlanDigest: Sendable, Equatable {
    package var deliveries: Int
    /// Whether it also is of every byte of the timeline, because texts depend on a start that is not known.
    package var isOfTimeline: Bool
    /// SHA-256 of all of it, in hexadecimal digits.
    package var plan: String
    /// The first 16 digits of those of ids, rooms and times; of texts; and of senders, categories and policies.
    package var times: String
    package var texts: String
    package var settings: String
}

extension PlanDigest {
    /// Where texts do not hang on the start, they are the same at any.
    private static let anyStart = Instant.seconds(946_684_800)
    /// How many firings of a cron expression stand for all.
    private static let firings = 64

    /// - Parameter files: the hash of all that was read for it.
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
        // Only the beginning of these was played.
        for message in timeline.messages where message.schedule.count == nil {
            times.update("endless", message.id, String(message.schedule.every.milliseconds))
        }
        // What is given on the night is open, what may be given is not.
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

    /// Says what is different now, nil where nothing is.
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

    /// SHA-256 of fields that cannot be mistaken for each other.
    private struct Hasher {
        private var hash = SHA256()
        private var pending: [UInt8] = []

        mutating func update(_ fields: String...) {
            for field in fields {
                // By their lengths they are told apart, whatever is in them.
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
    /// Whether any text, or whether anything is sent at all, hangs on when the show starts.
    fileprivate var dependsOnStart: Bool {
        messages.contains { message in
            message.template.dependencies.contains(.start)
                || message.condition?.dependencies.contains(.start) ?? false
        }
    }
}
