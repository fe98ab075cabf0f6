package import Scheduling

/// Why deliveries were not sent, and which.
package struct UnsentReason: Sendable {
    package let outcome: Outcome
    package let code: Int?
    package let reason: String?
    /// One for each message, in the order of the log.
    package var groups: [UnsentGroup] { allGroups.filter { $0.deliveries > 0 } }
    package internal(set) var deliveries = 0
    /// All groups, also those of which an operator has taken everything back.
    var allGroups: [UnsentGroup] = []

    package var isDeliberate: Bool { allGroups.first?.isDeliberate ?? false }

    /// `rejected 104 (room does not exist)`, `skipped by an operator`
    package var words: String {
        switch (outcome, reason) {
        case (.cancelled, "skip"): return "skipped by an operator"
        case (.cancelled, "cancel"): return "cancelled by an operator"
        case (.cancelled, "reload"): return "no longer in the timeline that was read again"
        default:
            let code = code.map { " \($0)" } ?? ""
            return outcome.rawValue + code + (reason.map { " (\($0))" } ?? "")
        }
    }
}

/// What was not sent, by reason and by message.
package struct UnsentDeliveries: Sendable {
    private struct Reason: Hashable {
        var outcome: Outcome
        var code: Int?
        var reason: String?
    }

    private struct Subject: Hashable {
        var reason: Int
        var message: String
    }

    private var all: [UnsentReason] = []
    private var reasons: [Reason: Int] = [:]
    private var groups: [Subject: Int] = [:]

    mutating func take(_ result: ResultRecord) {
        let reason = Reason(outcome: result.outcome, code: result.code, reason: result.reason)
        let index = reasons[reason] ?? all.count
        if index == all.count {
            reasons[reason] = index
            all.append(UnsentReason(outcome: result.outcome, code: result.code, reason: result.reason))
        }
        let subject = Subject(reason: index, message: result.messageID)
        let group = groups[subject] ?? all[index].allGroups.count
        if group == all[index].allGroups.count {
            groups[subject] = group
            all[index].allGroups.append(UnsentGroup(result))
        }
        all[index].allGroups[group].add(result)
        all[index].deliveries += result.occurrences.count
    }

    /// Takes out what an operator has taken back.
    mutating func take(_ reopening: Reopening) {
        for index in all.indices where reopening.takesBack(all[index].outcome) {
            for group in all[index].allGroups.indices where all[index].allGroups[group].messageID == reopening.message {
                all[index].deliveries -= all[index].allGroups[group].remove(reopening)
            }
        }
    }

    /// What has gone wrong, the most frequent reason first.
    package var failures: [UnsentReason] { sorted { !$0.isDeliberate } }
    /// What somebody has decided.
    package var deliberate: [UnsentReason] { sorted(by: \.isDeliberate) }

    private func sorted(by isWanted: (UnsentReason) -> Bool) -> [UnsentReason] {
        let wanted = all.enumerated().filter { isWanted($0.element) && $0.element.deliveries > 0 }
        return wanted.sorted { ($1.element.deliveries, $0.offset) < ($0.element.deliveries, $1.offset) }.map(\.element)
    }
}
