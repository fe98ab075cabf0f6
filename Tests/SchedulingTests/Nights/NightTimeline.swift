import Scheduling
import ShowTime
import TestSupport
import Timelines

/// A random script that can be changed between two loadings of it, as operators do.
struct NightTimeline {
    fileprivate struct Entry {
        /// Nil for a message without an id.
        var id: String?
        var at: Int
        /// Nil for a message that is due once.
        var every: Int?
        /// Nil without end.
        var times: Int?
        var rooms: [Int]
        var isChat: Bool
        var isSentLate: Bool
        var maxLate: Int
        var isResent: Bool
        var text: String
        var holds = false
        var isSkipped = false
        var condition: String?
        var overflow = "error"
    }

    let name: String
    /// Counts the changes.
    private(set) var version = 0
    private var entries: [Entry] = []
    private var nextID = 0
    private let roomCount: Int
    /// The inputs that texts call `%0` and `%1`.
    private var inputs: [NightInput] = []

    /// - Parameter isLoud: whether it has hundreds of deliveries at once.
    init(name: String, isLoud: Bool = false, using generator: inout SeededGenerator) {
        self.name = name
        roomCount = isLoud ? 4 : Int.random(in: 1...4, using: &generator)
        if generator.chance(0.5) { inputs = [NightInput("p", using: &generator), NightInput("q", using: &generator)] }
        for _ in 0..<Int.random(in: 1...7, using: &generator) { add(using: &generator) }
        guard isLoud else { return }
        for _ in 0..<Int.random(in: 1...3, using: &generator) { addBurst(using: &generator) }
    }

    /// Stands in for a hash of the file.
    var sha256: String { "\(name) \(version)" }

    /// What an editor does to a timeline: adds, removes, moves, sends to other rooms, gives another text, id, category or
    /// rhythm.
    mutating func edit(using generator: inout SeededGenerator) {
        version += 1
        // A script may also be read again just as it is.
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            let place = entries.indices.randomElement(using: &generator)
            switch Int.random(in: 0..<16, using: &generator) {
            case 12: if !inputs.isEmpty { inputs[.random(in: 0...1, using: &generator)].change(using: &generator) }
            case 13: if !inputs.isEmpty { inputs[.random(in: 0...1, using: &generator)].rename() }
            case 0: add(using: &generator)
            case 1: if let place, entries.count > 1 { entries.remove(at: place) }
            case 2: if let place { entries[place].at += Int.random(in: -20_000...60_000, using: &generator) }
            case 3: if let place { entries[place].rooms = rooms(using: &generator) }
            case 4: if let place { (entries[place].text, entries[place].overflow) = text(using: &generator) }
            case 5: if let place { entries[place].holds.toggle() }
            case 6: if let place { entries[place].condition = condition(using: &generator) }
            case 7: if let place { entries[place].text += "." }
            case 8: if let place, entries[place].id != nil { entries[place].id = newID() }
            case 9: if let place { entries[place].isChat.toggle() }
            case 10: if let place { entries[place].isSentLate.toggle() }
            case 11: if let place { entries[place].change(using: &generator) }
            case 14: if let place { entries[place].isResent.toggle() }
            default:
                if let place, let times = entries[place].times {
                    entries[place].times = max(1, times + Int.random(in: -5...5, using: &generator))
                }
            }
        }
    }

    var timeline: Timeline {
        var text = "timeline: \(name)\nsender: {id: host}\n"
        if !inputs.isEmpty { text += "inputs:\n" + inputs.map(\.yaml).joined() }
        text += "rooms:\n"
        for room in 0..<4 { text += "  r\(room): {id: \"\(room)\"}\n" }
        text += "messages:\n"
        for entry in entries {
            var yaml = entry.yaml
            for (number, input) in inputs.enumerated() {
                yaml = yaml.split(separator: "%\(number)", omittingEmptySubsequences: false).joined(
                    separator: input.name)
            }
            text += yaml
        }
        return TestTimeline.load(text)
    }

    private mutating func addBurst(using generator: inout SeededGenerator) {
        nextID += 1
        var entry = Entry(
            id: "m\(nextID)", at: .random(in: 0...20, using: &generator) * 500, every: 1,
            times: .random(in: 30...100, using: &generator), rooms: rooms(using: &generator),
            isChat: generator.chance(0.3), isSentLate: generator.chance(0.2),
            maxLate: [2000, 30_000, 600_000].randomElement(using: &generator)!, isResent: false, text: "")
        entry.text = shortText(using: &generator)
        entries.append(entry)
    }

    private mutating func add(using generator: inout SeededGenerator) {
        var entry = Entry(
            id: generator.chance(0.3) ? nil : newID(), at: .random(in: -30...240, using: &generator) * 500, every: nil,
            times: nil,
            rooms: rooms(using: &generator), isChat: .random(using: &generator),
            isSentLate: generator.chance(0.3), maxLate: [0, 500, 5000, 30_000].randomElement(using: &generator)!,
            isResent: generator.chance(0.25), text: "")
        (entry.text, entry.overflow) = text(using: &generator)
        entry.holds = generator.chance(0.06)
        entry.isSkipped = generator.chance(0.04)
        if generator.chance(0.15) { entry.condition = condition(using: &generator) }
        if generator.chance(0.45) {
            entry.every = [200, 1000, 3000, 20_000].randomElement(using: &generator)!
            entry.times = .random(in: 1...12, using: &generator)
            // One that is far too long to be played: it is there to be cancelled.
            if generator.chance(0.08) { entry.times = .random(in: 990...3000, using: &generator) }
            if generator.chance(0.08) { entry.times = nil }
            // Thousands of long texts take their time in a debug build, and show nothing that ten do not.
            if entry.times ?? .max > 100 { (entry.text, entry.overflow) = (shortText(using: &generator), "error") }
        }
        entries.append(entry)
    }

    private mutating func newID() -> String {
        nextID += 1
        return "m\(nextID)"
    }

    private func rooms(using generator: inout SeededGenerator) -> [Int] {
        let all = Array(0..<roomCount).shuffled(using: &generator)
        return Array(all.prefix(Int.random(in: 1...roomCount, using: &generator)))
    }

    private func condition(using generator: inout SeededGenerator) -> String? {
        if !inputs.isEmpty, generator.chance(0.3) {
            return ["%0 == 'Ann'", "%0 | length > 3", "occurrence is odd or %1 != 'a'", "12 // (%1 | length - 19) < 4"]
                .randomElement(using: &generator)!
        }
        return [nil, "occurrence is odd", "offset > 20", "room.name != 'r1'", "12 // (3 - occurrence) > 4"]
            .randomElement(using: &generator)!
    }

    /// A text, and what becomes of it where it is too long.
    private func text(using generator: inout SeededGenerator) -> (String, overflow: String) {
        if generator.chance(0.15) {
            let long = [
                "{{ 'word ' * 210 }}", "{{ 'word ' * (110 * (1 + occurrence % 4)) }}",
                "{{ 'ü漢🎉. ' * (due | strftime('%S') | int * 3) }}",
            ]
            return (long.randomElement(using: &generator)! + "x", generator.chance(0.8) ? "split" : "truncate")
        }
        if !inputs.isEmpty, generator.chance(0.3) {
            let texts = [
                ("{{ %0 }} has won", "error"), ("{{ %1 | upper }} and {{ %0 }} at {{ offset }}", "error"),
                ("{{ 'x' * 900 }}{{ %0 | replace('a', 'bbbbbbbbbbbbbbbb') }}", "error"),
                ("{% if %0 == 'Ann' %}{{ 'ü' * 500 }}{% endif %}{{ %1 }}", "split"),
                ("{{ 12 // (%0 | length - 19) }}", "error"), ("{{ %1 | int + occurrence }}", "error"),
                ("{{ 'word ' * 202 }}{{ %1 }}", "truncate"), ("{{ 'word ' * 202 }}{{ %1 * 5 }}.", "split"),
            ]
            return texts.randomElement(using: &generator)!
        }
        return (shortText(using: &generator), generator.chance(0.2) ? "split" : "error")
    }

    private func shortText(using generator: inout SeededGenerator) -> String {
        let texts = [
            "hello from {{ room.name }}", "{{ due | strftime('%H:%M:%S') }}", "{{ occurrence }} at {{ offset }}",
            "{{ start | strftime('%d') }} ü你🎉 +&%", "{{ 12 // (4 - occurrence) }}",
        ]
        return texts.randomElement(using: &generator)!
    }
}

extension NightTimeline.Entry {
    /// Gives a repeat another interval, makes it a message that is due once, or makes such a message a repeat.
    fileprivate mutating func change(using generator: inout SeededGenerator) {
        if every == nil { times = .random(in: 1...12, using: &generator) }
        let before = every
        every = [200, 500, 1000, 1500, 3000].randomElement(using: &generator)!
        if before != nil, generator.chance(0.2) { (every, times) = (nil, nil) }
    }

    fileprivate var yaml: String {
        var time = "at: \(at)ms"
        if let every {
            time = "every: \(every)ms, from: \(at)ms"
            if let times { time += ", times: \(times)" }
        }
        var more = ""
        if holds { more += "hold: true, " }
        if isSkipped { more += "skip: true, " }
        if let condition { more += "when: \"\(condition)\", " }
        return """
            - {\(id.map { "id: \($0), " } ?? "")\(time), \(more)overflow: \(overflow), rooms: [\(rooms.map { "r\($0)" }.joined(separator: ", "))], \
            category: \(isChat ? "chat" : "system"), late: \(isSentLate ? "send" : "skip"), max_late: \(maxLate)ms, \
            on_unknown: \(isResent ? "resend" : "leave"), text: "\(text)"}

            """
    }
}

extension SeededGenerator {
    mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

    mutating func interval(_ range: ClosedRange<Interval>) -> Interval {
        Interval(nanoseconds: .random(in: range.lowerBound.nanoseconds...range.upperBound.nanoseconds, using: &self))
    }
}
