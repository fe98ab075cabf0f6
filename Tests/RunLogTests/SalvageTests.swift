import ShowTime
import TestSupport
import Testing

@testable import RunLog
@testable import Scheduling

@Suite struct SalvageTests {
    private static let header = line(.run(.sample()))
    private static let sent = line(.attempt(.sample())) + line(.result(.sample(.sent)))

    private func salvage(
        _ text: String, named: RunID? = showID, modified: Instant = noon + .seconds(60),
        at now: Instant = noon + .hours(1)
    ) throws -> Salvage {
        try Salvage(
            Salvage.Source(bytes: Array(text.utf8), run: named, mode: .live, modified: modified, version: "0"), at: now)
    }

    /// The records of what was made, each as a word.
    private func words(_ salvage: Salvage) throws -> [String] {
        let log = try LogOnDisk(String(decoding: salvage.bytes, as: UTF8.self))
        // Read as a start reads it.
        _ = try LogReader.recover(log.path, for: show())
        return try log.read().events
    }

    private func span(_ from: Instant, _ to: Instant) -> String {
        "\(ControlRecord.Action.salvaged(from: from, to: to))"
    }

    @Test func aWholeLogStaysAsItIs() throws {
        let salvage = try salvage(Self.header + Self.sent + line(.attempt(.sample("offer"))))
        #expect(!salvage.isDamaged)
        #expect(salvage.report == ["nothing is wrong with it"])
        let torn = try self.salvage(Self.header + Self.sent + "{\"event\":\"att")
        #expect(!torn.isDamaged)
        #expect(torn.report.last == "its last line is not whole: the next start cuts it off")
    }

    /// A digit of a date was changed.
    @Test func anAttemptThatWasDueDecadesAgoIsLateAndOneOfAnotherCenturyIsNone() throws {
        let attempt = line(.attempt(.sample("offer"))).replacing("\"due\":\"2026", with: "\"due\":\"1986")
        let late = try salvage(Self.header + Self.sent + attempt + "garbage\n")
        #expect(try words(late).contains("attempt offer#1"))
        let other = try salvage(Self.header + Self.sent + attempt.replacing("1986", with: "1686"))
        #expect(
            try words(other) == [
                "run", "attempt welcome#1", "sent welcome#1@r1", span(noon + .seconds(1), noon + .seconds(60)),
            ])
        #expect(other.report.contains("  line 4: this line is not a record"))
    }

    @Test func aFileOfNewlinesIsOneLineOfTheReport() throws {
        let salvage = try salvage(Self.header + String(repeating: "\n", count: 100_000) + Self.sent)
        #expect(salvage.report.contains("  lines 2 to 100001: this line is empty"))
        #expect(try words(salvage).contains("sent welcome#1@r1"))
    }

    @Test func zerosAtTheEndCostTheMinuteAfterThem() throws {
        let salvage = try salvage(Self.header + Self.sent + String(repeating: "\0", count: 8192))
        #expect(
            try words(salvage) == [
                "run", "attempt welcome#1", "sent welcome#1@r1", span(noon + .seconds(1), noon + .seconds(120)),
            ])
        #expect(salvage.report.contains("  line 4: 8192 bytes of NUL, which is what a power loss leaves"))
        // What is yet to come was not sent.
        let soon = try self.salvage(Self.header + Self.sent + "\0", at: noon + .seconds(70))
        #expect(try words(soon).last == span(noon + .seconds(1), noon + .seconds(70)))
    }

    @Test func garbageAtTheEndLastsUntilTheFileWasWritten() throws {
        let salvage = try salvage(Self.header + Self.sent + String(repeating: "garbage\n", count: 30))
        #expect(try words(salvage).last == span(noon + .seconds(1), noon + .seconds(60)))
        #expect(salvage.report.contains("  lines 4 to 33: this line is not a record"))
    }

    @Test func garbageInTheMiddleLastsUntilTheNextRecord() throws {
        let later = line(.control(.hold, at: noon + .seconds(30)))
        let salvage = try salvage(Self.header + Self.sent + "x\ny\n" + later)
        #expect(
            try words(salvage).suffix(2) == ["hold", span(noon + .seconds(1), noon + .seconds(30))])
    }

    @Test func aLostHeaderIsMadeOfTheFilesName() throws {
        let salvage = try salvage(Self.sent)
        #expect(
            try words(salvage) == [
                "run", "attempt welcome#1", "sent welcome#1@r1", span(noon, noon),
            ])
        #expect(salvage.report.contains("the header of the run was lost: it is made of the file's name"))
        #expect(record(String(decoding: salvage.bytes.prefix { $0 != 10 }, as: UTF8.self))?.run == showID)
    }

    @Test func aLaterHeaderSaysWhatTheFirstOneSaid() throws {
        let salvage = try salvage(Self.sent + line(.run(.sample(resumed: true))), named: nil)
        let first = String(decoding: salvage.bytes.prefix { $0 != 10 }, as: UTF8.self)
        guard case .run(let header)? = record(first) else { throw Salvage.Impossible(message: first) }
        #expect(header == .sample())
        #expect(salvage.report.contains("the header of the run was lost: it is made of a later one"))
    }

    @Test(arguments: ["", "\0\0\0\0", "garbage\n", "{\"event\":\"run"])
    func ofAFileWithNothingInItEverythingUntilThenIsInDoubt(text: String) throws {
        let isZeros = text.contains("\0")
        let salvage = try salvage(text)
        #expect(try words(salvage) == ["run", span(noon, noon + .seconds(isZeros ? 120 : 60))])
        #expect(throws: Salvage.Impossible.self) { try self.salvage(text, named: nil) }
    }

    @Test func whatWasAttemptedWithoutAResultIsUnknown() throws {
        let salvage = try salvage(
            Self.header + line(.attempt(.sample("notice", 3))) + line(.attempt(.sample("offer", part: Part(1, of: 3))))
                + line(.attempt(.sample("late"))) + line(.result(.sample(.retrying, "late", code: 500))) + "garbage\n")
        let words = try words(salvage)
        #expect(
            words.filter { $0.hasPrefix("unknown") } == [
                "unknown notice#3@r1", "unknown offer#1.1@r1", "unknown offer#1.2@r1", "unknown offer#1.3@r1",
                "unknown late#1@r1",
            ])
    }

    @Test func whatIsContradictedIsUnknown() throws {
        let salvage = try salvage(
            Self.header + Self.sent + Self.sent + line(.result(.sample(.cancelled, "notice", 1, last: 9, attempt: 0)))
                + line(.result(.sample(.missed, "notice", 4, attempt: 0))))
        #expect(
            try words(salvage) == [
                "run", "cancelled notice#1@r1", "cancelled notice#5@r1", "unknown welcome#1@r1", "unknown notice#4@r1",
                span(noon, noon + .seconds(1)),
            ])
    }

    @Test func aResultWhoseAttemptIsLostStaysWhatItIs() throws {
        let salvage = try salvage(
            Self.header + "garbage\n" + line(.result(.sample(.sent))) + "garbage\n"
                + line(.result(.sample(.retrying, "offer", attempt: 2, code: 500))))
        let words = try words(salvage)
        #expect(words.contains("sent welcome#1@r1") && words.contains("unknown offer#1@r1"))
    }

    @Test func anEndThatAgreesWithAllBeforeItStays() throws {
        var tally = Tally()
        tally[.sent] = 1
        let end = line(.end(EndRecord(time: noon, run: showID, planned: 1, tally: tally)))
        let salvage = try salvage(Self.header + Self.sent + end + String(repeating: "\0", count: 4096))
        #expect(try words(salvage) == ["run", "attempt welcome#1", "sent welcome#1@r1", "end"])
        // Not so where it does not, or where something before it is damaged.
        let wrong = line(.end(EndRecord(time: noon, run: showID, planned: 2, tally: tally)))
        #expect(try !words(self.salvage(Self.header + Self.sent + wrong)).contains("end"))
        #expect(try !words(self.salvage(Self.header + "x\n" + Self.sent + end)).contains("end"))
    }

    @Test func linesOfAnotherRunAreDropped() throws {
        let other = RunID(timeline: "other", start: noon)
        let salvage = try salvage(
            Self.header + line(.control(ControlRecord(time: noon, run: other, action: .cancel))) + Self.sent)
        #expect(try words(salvage).contains { $0.hasPrefix("salvaged") })
        #expect(try !words(salvage).contains("cancel"))
    }

    /// Whatever is cut, doubled, emptied or overwritten: what is made of it is read, and knows of everything that the log knew.
    @Test func whatIsMadeOfAnythingIsAWholeLog() throws {
        var generator = SeededGenerator(seed: 5)
        var whole: [[UInt8]] = [Array(Self.header.utf8)]
        for number in 1...20 {
            whole.append(Array(line(.attempt(.sample("notice", number))).utf8))
            whole.append(Array(line(.result(.sample(number % 4 == 0 ? .retrying : .sent, "notice", number))).utf8))
        }
        for _ in 0..<500 {
            var lines = whole
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = lines.indices.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<6, using: &generator) {
                case 0: lines[index] = Array("garbage\n".utf8)
                case 1: lines.remove(at: index)
                case 2: lines.insert(lines[index], at: index)
                case 3: lines[index] = [UInt8](repeating: 0, count: lines[index].count)
                case 4: lines[index].removeLast(lines[index].count / 2)
                default: lines.swapAt(index, lines.indices.randomElement(using: &generator) ?? 0)
                }
                if lines.isEmpty { break }
            }
            let text = String(decoding: lines.joined(), as: UTF8.self)
            let salvage = try salvage(text)
            let log = try LogOnDisk(String(decoding: salvage.bytes, as: UTF8.self))
            guard salvage.isDamaged else { continue }
            let recovered = try LogReader.recover(log.path, for: show())
            // Nothing is left that the next start would send again.
            #expect(recovered.recovery.open.isEmpty, "\(text)")
        }
    }
}
