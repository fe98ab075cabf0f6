import ShowTime

/// Finds the name that a misspelt word was probably meant to be.
package enum Suggestion {
    /// The longest word that is compared, in bytes. Slips of the finger happen in words; longer texts would take long to compare.
    private static let longestWord = 64
    /// The most steps of comparing for one word, a millisecond or two: a show may wait for the answer to a command.
    private static let mostSteps = 500_000

    /// The candidate that is nearest to `word`, if any is near enough to be a slip: a third of the letters at most.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        var steps = mostSteps
        return nearest(to: word, among: candidates, within: &steps)
    }

    /// As ``nearest(to:among:)``, but only among the candidates that can be compared in `steps`; subtracts the steps taken.
    static func nearest(
        to word: String, among candidates: some Sequence<String>, within steps: inout Int
    ) -> String? {
        guard word.utf8.count <= longestWord else { return nil }
        let letters = Array(word.lowercased().unicodeScalars)
        let furthest = max(1, letters.count / 3)
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            guard steps > 0 else { break }
            steps -= 1
            // A letter has four bytes at most.
            let length = candidate.utf8.count
            guard length <= longestWord, length >= letters.count - furthest, length <= 4 * (letters.count + furthest)
            else { continue }
            steps -= length
            let other = Array(candidate.lowercased().unicodeScalars)
            guard let distance = distance(letters, other, atMost: furthest, &steps) else { continue }
            let isNearer = best.map { (distance, candidate) < ($0.distance, $0.candidate) } ?? true
            if isNearer { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// `: did you mean "room"?`, or nothing.
    package static func hint(for word: String, among candidates: some Sequence<String>) -> String {
        hint(nearest(to: word, among: candidates))
    }

    static func hint(_ nearest: String?) -> String { nearest.map { ": did you mean \"\($0)\"?" } ?? "" }

    /// Explains that there is no such time zone.
    package static func noZone(named name: String) -> String {
        "\"\(name)\" is not a time zone like Asia/Shanghai\(hint(for: name, among: Zone.knownNames))"
    }

    /// Returns the number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment); nil if
    /// that is more than `furthest`.
    private static func distance(
        _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost furthest: Int, _ steps: inout Int
    ) -> Int? {
        guard abs(left.count - right.count) <= furthest else { return nil }
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        var leastOfPrevious = 0
        for row in 1...left.count {
            steps -= right.count
            var current = [row]
            current.reserveCapacity(right.count + 1)
            var leastOfRow = row
            for column in 1...right.count {
                let replaced = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1)
                var least = min(replaced, previous[column] + 1, current[column - 1] + 1)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    least = min(least, beforePrevious[column - 2] + 1)
                }
                current.append(least)
                leastOfRow = min(leastOfRow, least)
            }
            // No later row has a value below the least of the two rows before it.
            guard min(leastOfRow, leastOfPrevious) <= furthest else { return nil }
            (beforePrevious, previous, leastOfPrevious) = (previous, current, leastOfRow)
        }
        return previous[right.count] <= furthest ? previous[right.count] : nil
    }
}

extension TimelineLoader {
    /// `: did you mean "room"?`, or nothing. `names` is called only the first time.
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
/// Each word is looked up once, among at most two thousand names, and only until all look-ups together have taken a tenth of a
/// second: a file can have a hundred thousand words and as many names.
struct Suggestions: Sendable {
    private let names: [String]
    private let known: Set<String>
    private var hints: [String: String] = [:]
    /// The steps of comparing that are left.
    private var steps = 30_000_000

    init(among names: some Sequence<String>) {
        known = Set(names)
        self.names = Array(known.sorted().prefix(2000))
    }

    /// `: did you mean "room"?`, or nothing.
    mutating func hint(for word: String) -> String {
        if let hint = hints[word] { return hint }
        // The word itself is no suggestion: the name exists, but not where it is wanted.
        if known.contains(word) { return ": other rooms or messages have it" }
        let hint = Suggestion.hint(Suggestion.nearest(to: word, among: names, within: &steps))
        hints[word] = hint
        return hint
    }
}
