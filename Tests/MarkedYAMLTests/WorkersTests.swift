import Dispatch
import Testing

@testable import MarkedYAML

/// Promise: what threads make together is what one makes alone. ThreadSanitizer looks at how they share it.
@Suite struct WorkersTests {
    private static let threads = Workers { count, body in
        DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }

    @Test(arguments: [0, 1, 2, 1000]) func partsAreAddedInTheirOrder(count: Int) {
        @Sendable func add(_ part: Int, _ total: inout [Int]) -> Bool {
            total.append(part)
            return true
        }
        #expect(Self.threads.total([], ofParts: count, make: { $0 }, add: add) == Array(0..<count))
    }

    @Test func whatCannotBeMadeOrAddedEndsIt() {
        #expect(Self.threads.total(0, ofParts: 100, make: { $0 == 50 ? nil : $0 }, add: { _, _ in true }) == nil)
        #expect(Self.threads.total(0, ofParts: 100, make: { $0 }, add: { part, _ in part < 50 }) == nil)
    }

    @Test func partsOfAFileAreReadAtOnce() throws {
        let items = (0..<2000).map { "  - {id: m\($0), text: \"one \\u4f60\"}\n" }
        let bytes = Array("messages:\n\(items.joined())".utf8)
        func lines(_ workers: Workers) -> [String]? {
            let source = SourceText(name: "test.yaml", bytes: bytes)
            guard let parts = YAMLParts(source, listUnder: "messages", length: 1000) else { return nil }
            return workers.total([], ofParts: parts.count) { number in
                parts.items(ofPart: number)?.elements.map { element in
                    let position = source.position(ofByte: element.range.lowerBound)
                    return "\(position.line):\(position.column) \(element.outline)"
                }
            } add: { (part: [String], total: inout [String]) in
                total += part
                return true
            }
        }
        let alone = try #require(lines(.none))
        #expect(alone.count > 1900 && alone.last == "2001:5 {id: m1999, text: \"one 你\"}", "\(alone.last ?? "")")
        #expect(lines(Self.threads) == alone)
    }
}
