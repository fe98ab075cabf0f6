package import Scheduling
package import ShowTime

/// The deliveries of one message that were not sent for one reason.
package struct UnsentGroup: Sendable {
    package let messageID: String
    package let outcome: Outcome
    package let code: Int?
    package let reason: String?
    package private(set) var deliveries = 0
    /// The names of the rooms, in the order in which they come.
    package var rooms: [String] { roomIDs.filter { ended[$0]?.isEmpty == false }.map { names[$0] ?? $0 } }
    package private(set) var firstDue: Instant
    package private(set) var lastDue: Instant
    /// When the first of these deliveries was decided.
    package let time: Instant

    /// Occurrences that ended in one room, and how many results each has: a text in parts has one for each part.
    private struct Ended {
        var occurrences: ClosedRange<Int>
        var results = 1
    }

    private var roomIDs: [String] = []
    private var names: [String: String] = [:]
    private var ended: [String: [Ended]] = [:]
    /// The part; nil where not all of the group is of the same part.
    private var part: Part?

    init(_ result: ResultRecord) {
        messageID = result.messageID
        (outcome, code, reason) = (result.outcome, result.code, result.reason)
        (firstDue, lastDue, time) = (result.due, result.due, result.time)
        part = result.part
    }

    mutating func add(_ result: ResultRecord) {
        deliveries += result.occurrences.count
        if names.updateValue(result.roomName, forKey: result.roomID) == nil { roomIDs.append(result.roomID) }
        firstDue = min(firstDue, result.due)
        lastDue = max(lastDue, result.due)
        if part != result.part { part = nil }
        add(result.occurrences, toRoom: result.roomID)
    }

    private mutating func add(_ occurrences: ClosedRange<Int>, toRoom room: String) {
        guard let last = ended[room]?.last else {
            ended[room] = [Ended(occurrences: occurrences)]
            return
        }
        let place = ended[room]!.count - 1
        if last.occurrences == occurrences {
            ended[room]![place].results += 1
        } else if last.results == 1, last.occurrences.upperBound + 1 == occurrences.lowerBound {
            ended[room]![place].occurrences = last.occurrences.lowerBound...occurrences.upperBound
        } else {
            ended[room]!.append(Ended(occurrences: occurrences))
        }
    }

    /// Takes out what an operator has taken back.
    ///
    /// - Returns: how many results were taken out.
    mutating func remove(_ reopening: Reopening) -> Int {
        var removed = 0
        for room in roomIDs where reopening.rooms?.contains(room) ?? true {
            var kept: [Ended] = []
            for ended in ended[room] ?? [] {
                guard ended.occurrences.overlaps(reopening.occurrences) else {
                    kept.append(ended)
                    continue
                }
                let cut = ended.occurrences.clamped(to: reopening.occurrences)
                removed += cut.count * ended.results
                if ended.occurrences.lowerBound < cut.lowerBound {
                    let before = ended.occurrences.lowerBound...cut.lowerBound - 1
                    kept.append(Ended(occurrences: before, results: ended.results))
                }
                if cut.upperBound < ended.occurrences.upperBound {
                    let after = cut.upperBound + 1...ended.occurrences.upperBound
                    kept.append(Ended(occurrences: after, results: ended.results))
                }
            }
            ended[room] = kept
        }
        deliveries -= removed
        return removed
    }

    /// Whether somebody has decided this, as opposed to something having gone wrong.
    package var isDeliberate: Bool { outcome.isDeliberate(reason: reason) }

    /// The maximum number of stretches of occurrences that are named.
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
        let occurrences = ended.values.joined().map(\.occurrences)
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
