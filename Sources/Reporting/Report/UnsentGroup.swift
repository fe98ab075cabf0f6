package import Scheduling
package import ShowTime

/// The deliveries of one message that were not sent for one reason.
package struct UnsentGroup: Sendable {
    package let messageID: String
    package let outcome: Outcome
    package let code: Int?
    package let reason: String?
    package private(set) var deliveries = 0
    /// Names, in the order in which they come.
    package private(set) var rooms: [String] = []
    package private(set) var firstDue: Instant
    package private(set) var lastDue: Instant
    /// When the first of it was decided.
    package let time: Instant

    private var known: Set<String> = []
    private var occurrences: [ClosedRange<Int>] = []
    /// Nil where it is not of one part alone.
    private var part: Part?

    init(_ result: ResultRecord) {
        messageID = result.messageID
        (outcome, code, reason) = (result.outcome, result.code, result.reason)
        (firstDue, lastDue, time) = (result.due, result.due, result.time)
        part = result.part
    }

    mutating func add(_ result: ResultRecord) {
        deliveries += result.occurrences.count
        if known.insert(result.roomName).inserted { rooms.append(result.roomName) }
        firstDue = min(firstDue, result.due)
        lastDue = max(lastDue, result.due)
        if part != result.part { part = nil }
        // Most come in their order, room by room.
        if let last = occurrences.last, last.lowerBound <= result.occurrence, result.occurrence <= last.upperBound + 1 {
            occurrences[occurrences.count - 1] = last.lowerBound...max(last.upperBound, result.occurrences.upperBound)
        } else {
            occurrences.append(result.occurrences)
        }
    }

    /// What somebody has decided, and not what has gone wrong.
    package var isDeliberate: Bool { outcome.isDeliberate(reason: reason) }

    /// More stretches of occurrences than this are not named.
    private static let mostStretches = 3

    /// `welcome`, `countdown#3`, `countdown#4–#41, #50`, `offer#1.2`
    ///
    /// - Parameter isRepeated: whether the message has more than one occurrence.
    package func name(isRepeated: Bool) -> String {
        let merged = merged
        if merged.count == 1, merged[0].count == 1 {
            return DeliveryName.cue(messageID, occurrence: merged[0].lowerBound, part: part, isRepeated: isRepeated)
        }
        let stretches = merged.prefix(Self.mostStretches).map { range in
            range.count == 1 ? "#\(range.lowerBound)" : "#\(range.lowerBound)–#\(range.upperBound)"
        }
        return messageID + stretches.joined(separator: ", ") + (merged.count > Self.mostStretches ? " …" : "")
    }

    private var merged: [ClosedRange<Int>] {
        var merged: [ClosedRange<Int>] = []
        for range in occurrences.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension Outcome {
    private static let deliberate: Set<String> = ["skip", "cancel", "reload"]

    /// Whether somebody has decided that a delivery ends so: it is no failure.
    func isDeliberate(reason: String?) -> Bool { self == .cancelled && Self.deliberate.contains(reason ?? "") }
}
