import Foundation
import ShowTime
import Templates
import Testing

@testable import Timelines

/// The schema knows what the loader knows. `make compare` asks a validator about whole files.
@Suite struct SchemaTests {
    private typealias Object = [String: Any]

    private func object(_ schema: [UInt8]) throws -> Object {
        try #require(try JSONSerialization.jsonObject(with: Data(schema)) as? Object)
    }

    @Test func everyKeyIsDescribed() throws {
        func check(_ value: Any, _ path: String) {
            if let object = value as? Object {
                if path.hasSuffix("/properties") || path.hasSuffix("/patternProperties") {
                    for (key, schema) in object where !path.contains("/if/") && !path.contains("/else/") {
                        guard let schema = schema as? Object else { continue }
                        let description = schema["description"] as? String ?? ""
                        #expect(description.hasSuffix("."), "\(path)/\(key)")
                    }
                }
                for (key, value) in object { check(value, "\(path)/\(key)") }
            } else if let array = value as? [Any] {
                for value in array { check(value, path) }
            }
        }
        check(try object(TimelineSchema.timeline), "")
        check(try object(TimelineSchema.included), "")
    }

    // MARK: Patterns

    /// Texts of a few pieces in any order, many of them almost right.
    ///
    /// - Returns: those on which the pattern and the loader disagree, and how many both accepted.
    private func disagreements(
        _ pattern: String, pieces: String, longest: Int, seed: UInt64, isAccepted: (String) -> Bool
    ) throws -> (texts: [String], accepted: Int) {
        let regex = try Regex(pattern)
        let pieces = pieces.split(separator: " ").map { $0 == "_" ? " " : String($0) }
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        var texts: Set<String> = []
        for _ in 0..<4000 {
            let count = Int.random(in: 0...longest, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator)! }.joined()
            let matches = text.wholeMatch(of: regex) != nil
            if matches { accepted += 1 }
            if matches != isAccepted(text) { texts.insert(text) }
        }
        return (texts.sorted(), accepted)
    }

    /// - Parameter isRight: what else an interval must be.
    /// - Returns: texts that the loader alone accepts, or that it refuses for more than what takes arithmetic: how long ten
    ///   years are, and what is finer than a millisecond in parts of a minute.
    private func disagreements(
        onTimes pattern: String, seed: UInt64, isRight: (Interval) -> Bool = { _ in true }
    ) throws -> [String] {
        let pieces = "0 1 5 00 07 59 60 : : . - + d h m s ms 10m 30s 1h 00:05 :30 .25 .0000"
        let found = try disagreements(pattern, pieces: pieces, longest: 6, seed: seed) {
            (try? Interval(offset: $0)).map(isRight) ?? false
        }
        #expect(found.accepted > 200)
        return found.texts.filter { text in
            do throws(TimeSyntaxError) {
                _ = try Interval(offset: text)
                return true
            } catch {
                let isPartOfMinute = text.contains(/\.[0-9]+[mhd]/)
                return !error.message.contains("ten years") && !(isPartOfMinute && error.message.contains("finer"))
            }
        }
    }

    @Test func offsetsHaveTheirForm() throws {
        #expect(try disagreements(onTimes: SchemaPattern.offset, seed: 1) == [])
        #expect(try disagreements(onTimes: SchemaPattern.length, seed: 2) { $0 >= .zero } == [])
        #expect(try disagreements(onTimes: SchemaPattern.period, seed: 3) { $0 > .zero } == [])
    }

    @Test func startsHaveTheirForm() throws {
        let pieces =
            "2026-11-20 2026-02-29 2024-02-29 1899-01-01 2027-04-31 2199-12-31 T _ t 20:00 24:00 23:59 :30 :60 .5 .1234 .2500 Z z +08:00 -0330 -03:30"
        let starts = try disagreements(SchemaPattern.start, pieces: pieces, longest: 6, seed: 4) {
            (try? WrittenTime($0)) != nil
        }
        // Leap years take arithmetic.
        #expect(starts.texts.filter { !$0.hasPrefix("2026-02-29") } == [])
        let common = "2026-11-20 T 2026-11-20T20:00 :30 .5 .1234 Z +08:00 +0800"
        let more = try disagreements(SchemaPattern.start, pieces: common, longest: 4, seed: 5) {
            (try? WrittenTime($0)) != nil
        }
        #expect(more.texts == [])
        #expect(more.accepted > 50)
    }

    @Test func cronExpressionsHaveTheirForm() throws {
        let words = "* 0 5 07 12 31 32 60 MON jan-Jun ,1 - / */2 1-5 /15 1, 3 4 1/2".split(separator: " ")
        let regex = try Regex(SchemaPattern.cron)
        var generator = SeededGenerator(seed: 6)
        var accepted = 0
        for _ in 0..<4000 {
            let text = (0..<[4, 5, 5, 5, 5, 6].randomElement(using: &generator)!).map { _ in
                let parts = (0..<[0, 1, 1, 1, 2].randomElement(using: &generator)!).map { _ in
                    words.randomElement(using: &generator)!
                }
                return parts.isEmpty ? "*" : parts.joined()
            }.joined(separator: " ")
            let matches = text.wholeMatch(of: regex) != nil
            do {
                _ = try CronSchedule(text)
                #expect(matches, "\(text)")
                accepted += 1
            } catch {
                // What runs backwards or never fires takes arithmetic.
                let isArithmetic = error.message.contains("backwards") || error.message.contains("never fires")
                #expect(!matches || isArithmetic, "\(text): \(error.message)")
            }
        }
        #expect(accepted > 20)
    }

    @Test func namesHaveTheirForm() throws {
        let pieces = "a Z 0 9 - . _ ~ ! @ # / : ’ ' \" ` % é 价 😀 _ { [ \\ ^ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        let timelines = try disagreements(SchemaPattern.timelineName, pieces: pieces, longest: 4, seed: 7) {
            Identifiers.isTimelineName($0)
        }
        #expect(timelines.texts == [])
        #expect(timelines.accepted > 50)
        let ids = try disagreements(SchemaPattern.messageID, pieces: pieces, longest: 4, seed: 8) {
            Identifiers.isMessageID($0)
        }
        #expect(ids.texts == [])
        #expect(ids.accepted > 50)
        let rooms = try disagreements(SchemaPattern.zegoID, pieces: pieces, longest: 4, seed: 9) {
            !$0.isEmpty && Identifiers.firstForbiddenCharacter(in: $0) == nil
        }
        #expect(rooms.texts == [])
        let variables = try disagreements(SchemaPattern.variable, pieces: pieces, longest: 3, seed: 10) {
            $0.isTemplateName
        }
        // Which of all characters are letters takes a table.
        #expect(variables.texts.filter { !$0.contains("😀") && !$0.contains("’") } == [])
        #expect(variables.accepted > 50)
    }

    @Test func timeZonesHaveTheirForm() throws {
        let regex = try Regex(SchemaPattern.timeZone)
        let refused = Zone.knownNames.filter { Zone(named: $0) != nil && $0.wholeMatch(of: regex) == nil }
        #expect(refused == [])
    }
}
