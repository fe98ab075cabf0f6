import Scheduling
import TestSupport

/// An input of a random script, as operators change it.
struct NightInput {
    private(set) var name: String
    private var max = 20
    private var usual: String?

    init(_ name: String, using generator: inout SeededGenerator) {
        self.name = name
        change(using: &generator)
    }

    mutating func change(using generator: inout SeededGenerator) {
        // Lengths and values with which the check of every text passes.
        max = [20, 30, 40].randomElement(using: &generator)!
        usual = [nil, nil, "nobody"].randomElement(using: &generator)!
    }

    /// Replaces the input with another in the script.
    mutating func rename() { name += "x" }

    var yaml: String {
        "  \(name): {prompt: Who?, max: \(max)\(usual.map { ", default: \($0)" } ?? "")}\n"
    }

    /// What operators type: some of it is never allowed, and some of it only here and there.
    static let typed = [
        "Ann", "a", "Bob", "小明 ", "aaaaaaaaaaaaaaaaaaa", "ŉŉŉŉŉŉŉŉŉŉ", "ΐΐΐΐΐΐΐΐΐΐ", "42", "99999999999999999999",
        "", "  ", "a\u{7}b", "a name of more than forty bytes, which nobody has", "{{ braces }}",
    ]
    /// What is allowed everywhere.
    static let safe = ["ok", "W"]
}
