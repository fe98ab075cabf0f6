/// Finds what is new from one look to the next: a subject, another verdict, or other words for the same bad verdict. Details of
/// good ones, and numbers (people in a room, time left), are not news.
package struct PreflightChanges: Sendable {
    private struct Subject: Hashable {
        var name: String
        var subject: String?
    }

    private var last: [Subject: PreflightCheck] = [:]

    package init() {}

    /// Takes the findings of a look.
    ///
    /// - Returns: the findings that are new; for the first look, all of them.
    package mutating func take(_ checks: [PreflightCheck]) -> [PreflightCheck] {
        let before = last
        last = Dictionary(checks.map { (Subject(name: $0.name, subject: $0.subject), $0) }) { first, _ in first }
        return checks.filter { check in
            guard let old = before[Subject(name: check.name, subject: check.subject)] else { return true }
            guard old.verdict == check.verdict else { return true }
            return check.verdict != .ok && Self.words(old) != Self.words(check)
        }
    }

    private static func words(_ check: PreflightCheck) -> String { check.message.filter { !$0.isNumber } }
}
