import Dispatch
import MarkedYAML
import ShowTime
import Testing

@testable import Timelines

/// Promise: a timeline that is loaded in parts is the timeline that it is when it is loaded in one piece, with the same diagnostics.
@Suite struct LoadingInPartsTests {
    private static let heads = [
        "sender: {id: host}\n",
        "sender: {id: host}\nvars: {product: Nova, lang: no}\ninputs: {winner: {prompt: Who, max: 20}}\n",
        "start: {cron: \"0 20 * * *\"}\nsender: {id: host}\ndefaults: {rooms: x, overflow: split}\n",
        "sender: {id: host}\nrooms: {a: {id: \"1\", vars: {lang: en}}, b: {id: \"2\", vars: {lang: zh}}, all: [a, b]}\n",
    ]

    private static let rooms = ["[a]", "[a, b]", "b", "[b, a, c]", "\n      - d\n      - a", "all"]

    private static let plain = [
        "text: hello", "text: \"第 {{ product }} — {{ room.id }}\"", "text: {{ 6 * 7 }} times", "text: '{{ title }}'",
        "text: |\n      a block of text\n      for {{ room.name }}",
        "text: \"{% for x in [1, 2] %}{{ x }}{{ loop.index }}, {% endfor %}\"",
        "text: \"{% set y = 5 %}{{ y }} and {{ lang }}\"",
        "vars: {code: A1}\n    text: \"with {{ code }}\"", "vars: {code: 5}\n    text: \"{{ code + 1 }}\"",
        "sender: {id: shop, name: Shop}\n    text: hi", "sender: {id: bar}\n    text: hi", "late: send\n    text: hi",
        "when: room.id != \"b\"\n    text: not for all", "hold: true\n    text: wait", "skip: true\n    text: left out",
        "text: \"{{ winner }} wins\"", "when: lang\n    text: only where", "text: \"{{ due | strftime('%H:%M') }}\"",
    ]

    /// What is warned of, wrong, or not in parts.
    private static let odd = [
        "text: Winner number #7", "text: null", "text: \"{ product } is live\"", "rooms: [\"x%y\"]\n    text: hi",
        "text: \"{{ nothing }}\"", "vars: {unused: 1}\n    text: hi", "text: \"{{ 1 +\"", "txt: hi", "text: \"\"",
        "text: &anchor hi", "rooms: [nowhere]\n    text: hi", "late: maybe\n    text: hi", "text: \"{{ 1 / 3 }}\"",
        "text: \"{{ product if false else 1 or absent }}\"",
    ]

    private static let times = ["at: 5m", "at: 00:10", "every: 1m\n    times: 3", "at: 5m", "at: 1h"]

    @Test func isTheSame() {
        var random = SeededGenerator(seed: 11)
        var inParts = 0
        for round in 0..<1500 {
            func pick<Element>(_ all: [Element]) -> Element { all[Int(random.next() % UInt64(all.count))] }
            var text = "timeline: test\n" + pick(Self.heads) + "messages:\n"
            let count = 4 + Int(random.next() % 20)
            for index in 0..<count {
                let isOdd = !round.isMultiple(of: 2) && random.next() % 8 == 0
                text += "  - "
                switch random.next() % 8 {
                case 0: text += "id: m\(index)\n    "
                // Sometimes one that another has.
                case 1: text += "id: m\(random.next() % (round.isMultiple(of: 3) ? 30 : 1000))\n    "
                default: break
                }
                text += random.next() % 10 == 0 ? "after: m\(random.next() % 20)\n    at: 1s" : pick(Self.times)
                let body = isOdd ? pick(Self.odd) : pick(Self.plain)
                if !body.contains("rooms:") { text += "\n    rooms: " + pick(Self.rooms) }
                text += "\n    " + body + "\n"
            }
            inParts += check(text) ? 1 : 0
        }
        // Or nothing was compared.
        #expect(inParts > 200, "\(inParts)")
    }

    /// Returns whether the timeline can be loaded in parts.
    private func check(_ text: String) -> Bool {
        let source = SourceText(name: "test.yaml", bytes: Array(text.utf8))
        var options = LoadingOptions(assumedStart: .seconds(1_795_176_000))
        let whole = Self.description(of: TimelineLoader.loadInOnePiece(source, options: options))
        let orders: [Workers] = [
            .none,
            Workers { count, body in
                for number in (0..<count).reversed() { body(number) }
            },
            Workers { count, body in DispatchQueue.concurrentPerform(iterations: count, execute: body) },
        ]
        var isInParts = false
        for (order, length) in [(0, 60), (1, 60), (1, 150), (2, 60)] {
            options.workers = orders[order]
            guard let loaded = TimelineLoader.loadInParts(source, options: options, partLength: length) else {
                continue
            }
            isInParts = true
            #expect(Self.description(of: loaded) == whole, "\(text)")
        }
        return isInParts
    }

    private static func description(of loaded: LoadedTimeline) -> [String] {
        var lines = loaded.diagnostics.map { "\($0.severity) \($0.kind) \($0.range) \($0.message)" }
        let names = loaded.variableNames.map { [$0.used.sorted(), $0.asked.sorted(), $0.inputs.sorted()] }
        lines.append("\(loaded.name?.text ?? "-") \(names ?? [])")
        guard let timeline = loaded.timeline else { return lines }
        let start = Instant.seconds(1_795_176_000)
        lines.append("\(timeline.rooms.map { "\($0.name)=\($0.id)" }) \(timeline.roomLists) \(timeline.senders)")
        lines.append("\(timeline.plannedDeliveries(start: start) ?? -1) \(timeline.leftOut)")
        var expander = MessageExpander(timeline, start: start)
        for message in timeline.messages {
            lines.append(
                "\(message.id) \(message.schedule) \(message.roomList) \(message.sender) \(message.category)")
            lines.append("\(message.policy) \(message.holds) \(message.inputs) \(message.looksAtTime)")
            for room in timeline.rooms(of: message) {
                let due = start + message.schedule.first
                let texts = try? expander.contents(of: message, occurrence: 1, room: room, due: due)
                let isWanted = try? expander.isWanted(message, occurrence: 1, room: room)
                lines.append("\(room) \(texts ?? []) \(isWanted ?? false)")
            }
        }
        return lines
    }
}
