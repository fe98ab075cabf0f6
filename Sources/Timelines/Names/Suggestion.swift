import ShowTime

/// Finds the name that a misspelt word was probably meant to be.
package enum Suggestion {
    private static let longestWord = 200

    /// The candidate that is nearest to `word`, if any is near enough to be a slip: a third of the letters at most.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        // Slips of the finger happen in words; what is longer would take long to compare.
        guard word.utf8.count <= longestWord else { return nil }
        let word = word.lowercased()
        let furthest = max(1, word.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates
        where candidate.utf8.count <= longestWord && abs(candidate.count - word.count) <= furthest {
            let distance = distance(Array(word), Array(candidate.lowercased()))
            guard distance <= furthest else { continue }
            let isNearer = best.map { (distance, candidate) < ($0.distance, $0.candidate) } ?? true
            if isNearer { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// `: did you mean "room"?`, or nothing.
    package static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        nearest(to: word, among: candidates).map { ": did you mean \"\($0)\"?" } ?? ""
    }

    /// Explains that there is no such time zone.
    package static func noZone(named name: String) -> String {
        "\"\(name)\" is not a time zone like Asia/Shanghai\(hint(for: name, among: Zone.knownNames))"
    }

    /// Letters to insert, delete, replace or swap with their neighbour (optimal string alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row]
            for column in 1...right.count {
                let replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                var least = min(replaced, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    least = min(least, beforePrevious[column - 2] + 1)
                }
                current.append(least)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}

extension TimelineLoader {
    /// `: did you mean "room"?`, or nothing. The names are asked for once.
    mutating func hint(
        for word: String, by suggestions: WritableKeyPath<Self, Suggestions?>,
        among names: (Self) -> some Sequence<String>
    ) -> String {
        if self[keyPath: suggestions] == nil { self[keyPath: suggestions] = Suggestions(among: names(self)) }
        return self[keyPath: suggestions]?.hint(for: word) ?? ""
    }
}

/// Suggestions among names that no longer change.
///
/// Each word is looked up once, and no more than five hundred of them among two thousand names: a file can
/// have a hundred thousand of both.
struct Suggestions: Sendable {
    private let names: [String]
    private var hints: [String: String] = [:]

    init(among names: some Sequence<String>) { self.names = Array(Set(names).sorted().prefix(2000)) }

    /// `: did you mean "room"?`, or nothing.
    mutating func hint(for word: String) -> String {
        if let hint = hints[word] { return hint }
        guard hints.count < 500 else { return "" }
        // The very word is no suggestion: it is there, but not where it is wanted.
        let isElsewhere = names.contains(word)
        let hint =
            isElsewhere ? ": other rooms or messages have it" : Suggestion.hint(for: word, among: names)
        hints[word] = hint
        return hint
    }
}
