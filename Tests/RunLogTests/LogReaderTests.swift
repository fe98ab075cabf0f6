import ShowTime
import Testing

@testable import RunLog
@testable import Scheduling

@Suite struct LogReaderTests {
    private static let whole =
        line(.run(.sample())) + line(.attempt(.sample(content: "价格 \"😀\""))) + line(.result(.sample(.sent)))
        + line(.control(.hold))
    private static let events = ["run", "attempt welcome#1", "sent welcome#1@r1", "hold"]

    @Test func readsEveryRecordInOrder() throws {
        let log = try LogOnDisk(Self.whole)
        let (events, wholeLength) = try log.read()
        #expect(events == Self.events)
        #expect(wholeLength == Self.whole.utf8.count)
    }

    /// A process was killed while it wrote: at any byte.
    @Test func aTornTailOfAnyLengthIsNotWhole() throws {
        let log = try LogOnDisk()
        let next = Array(line(.attempt(.sample("offer", 2, content: "价格"))).utf8)
        for length in 0..<next.count {
            try log.write(Array(Self.whole.utf8) + next[..<length])
            let (events, wholeLength) = try log.read()
            #expect(events == Self.events)
            #expect(wholeLength == Self.whole.utf8.count)
        }
        try log.write(Array(Self.whole.utf8) + next)
        #expect(try log.read().events == Self.events + ["attempt offer#2"])
    }

    /// It is told before it is in the memory.
    @Test func aLineLongerThanAnyRecordIsDamage() throws {
        let what = "this line is longer than any record"
        #expect(try damage(Self.whole + String(repeating: "x", count: 3 << 20))?.contains(what) == true)
        #expect(try damage(String(repeating: "x", count: 3 << 20) + "\n")?.contains(what) == true)
    }

    @Test(arguments: ["/dev/zero", "/dev/null", "/"]) func whatIsNoFileIsNoLog(path: String) {
        #expect(throws: LogError.cannotRead(path: path, reason: "it is not a file")) {
            try LogReader.read(path) { _ in }
        }
        #expect(LogReader.header(of: path) == nil)
    }

    /// What is wrong with a log, and where.
    private func damage(_ text: String) throws -> String? {
        let log = try LogOnDisk(text)
        do throws(LogError) {
            _ = try log.read()
            return nil
        } catch {
            guard case .damaged(log.path, let line, let what) = error else { throw error }
            return "\(line): \(what)"
        }
    }

    /// Differences and sums of times stay within 64 bits.
    @Test(
        arguments: ["time", "due"],
        ["1678-01-01T00:00:00.000Z", "1900-01-01T00:00:00.000Z", "2261-12-31T00:00:00.000Z"])
    func aTimeThatIsACenturyFromTheStartIsNoRecord(name: String, time: String) throws {
        for record in [
            Record.attempt(.sample()), .result(.sample(.sent)), .control(.shift(by: .seconds(1), total: .seconds(1))),
        ] {
            let whole = line(record)
            let bent = whole.replacing(try Regex("\"\(name)\":\"[^\"]*\""), with: "\"\(name)\":\"\(time)\"")
            guard bent != whole else { continue }
            #expect(try damage(line(.run(.sample())) + bent) == "2: this line is not a record")
        }
        guard name == "time" else { return }
        let header = line(.run(.sample())).replacing(
            try Regex("\"time\":\"[^\"]*\""), with: "\"time\":\"\(time)\"")
        #expect(try damage(header) == "1: this line is not a record")
    }

    /// A host whose clock was never set.
    @Test func aTimeOfNineteenSeventyIsOne() throws {
        let old = line(.attempt(.sample())).replacing(
            try Regex("\"time\":\"[^\"]*\""), with: "\"time\":\"1970-01-01T00:00:00.000Z\"")
        #expect(try damage(line(.run(.sample())) + old) == nil)
    }

    @Test(arguments: [1, 100, 8192, 300_000])
    func zerosAtTheEndAreWhatAPowerLossLeaves(count: Int) throws {
        let zeros = String(repeating: "\0", count: count)
        let words = "5: \(count) bytes of NUL, which is what a power loss leaves"
        #expect(try damage(Self.whole + zeros) == words)
        #expect(try damage(Self.whole + zeros + "\n") == words)
        #expect(try damage(Self.whole + "{\"event\":\"res" + zeros) == words)
        #expect(try damage(Self.whole + zeros + "\ngarbage\n{}\n") == words)
        #expect(try damage(zeros) == "1: \(count) bytes of NUL, which is what a power loss leaves")
    }

    /// After another boot all that was not on the disk was claimed, where there were claims.
    @Test func zerosAtTheEndAreCutWhereTheyAreOfAnotherBoot() throws {
        for rest in ["\0", String(repeating: "\0", count: 9000), "{\"event\":\"res\0\0"] {
            let log = try LogOnDisk(Self.whole + rest)
            let length = try LogReader.read(log.path, lostPowerBefore: "b-2") { _ in }
            #expect(length == Self.whole.utf8.count)
            #expect(throws: LogError.self) { try LogReader.read(log.path, lostPowerBefore: "b-1") { _ in } }
        }
        for rest in ["\0\n", "\0x", "\0\0garbage\n\0"] {
            let log = try LogOnDisk(Self.whole + rest)
            #expect(throws: LogError.self) { try LogReader.read(log.path, lostPowerBefore: "b-2") { _ in } }
        }
        let bare = try LogOnDisk("{\"event\":\"run\0\0")
        #expect(throws: LogError.self) { try LogReader.read(bare.path, lostPowerBefore: "b-2") { _ in } }
    }

    @Test func anEmptyFileIsNoLog() throws {
        #expect(try damage("") == "1: the file is empty")
        #expect(try damage("{\"event\":\"run") == "1: the header of the run is not whole")
    }

    @Test(arguments: [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)])
    func aDamagedLineIsNamedWhereverItIs(after records: Int, line number: Int) throws {
        var lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.insert("{\"event\":\"res", at: records)
        #expect(try damage(lines.joined(separator: "\n")) == "\(number): this line is not a record")
    }

    @Test func ofSeveralDamagedLinesTheFirstIsNamed() throws {
        #expect(
            try damage(line(.run(.sample())) + "x\ny\n\n" + line(.control(.hold))) == "2: this line is not a record")
        #expect(try damage(Self.whole + String(repeating: "garbage\n", count: 30)) == "5: this line is not a record")
        #expect(try damage(Self.whole + "\n") == "5: this line is empty")
    }

    @Test func theFirstLineIsTheHeader() throws {
        #expect(try damage(line(.control(.hold)) + Self.whole) == "1: the first line is not the header of a run")
        let headless = String(Self.whole[Self.whole.index(after: Self.whole.firstIndex(of: "\n")!)...])
        #expect(try damage(headless) == "1: the first line is not the header of a run")
    }

    @Test func everyLineIsOfTheSameRun() throws {
        let other = RunID(timeline: "other", start: noon)
        let foreign = line(.control(ControlRecord(time: noon, run: other, action: .hold)))
        #expect(try damage(Self.whole + foreign) == "5: this line is of another run, other@20261120T120000Z")
    }

    @Test func nothingFollowsTheEnd() throws {
        let end = line(.end(EndRecord(time: noon, run: showID, planned: 1, tally: Tally())))
        #expect(try damage(Self.whole + end) == nil)
        #expect(try damage(Self.whole + end + "torn") == nil)
        #expect(try damage(Self.whole + end + end) == "6: this line follows the end of the run")
        #expect(try damage(Self.whole + end + line(.run(.sample()))) == "6: this line follows the end of the run")
    }

    @Test func damageNamesItsRemedy() {
        #expect(
            LogError.damaged(path: "runs/x.jsonl", line: 2, what: "this line is not a record").message == """
                runs/x.jsonl:2: this line is not a record: "showcaller salvage runs/x.jsonl" makes a log of it that counts \
                all that is doubtful as unknown
                """)
    }

    @Test func readsFilesOfManyMegabytes() throws {
        let record = line(.result(.sample(.sent)))
        let long = line(.attempt(.sample(content: String(repeating: "价", count: 300_000))))
        let log = try LogOnDisk(line(.run(.sample())) + String(repeating: record, count: 2000) + long + record)
        let (events, wholeLength) = try log.read()
        #expect(events.count == 2003)
        #expect(events.suffix(2) == ["attempt welcome#1", "sent welcome#1@r1"])
        #expect(try wholeLength == log.bytes.count)
    }

    @Test func saysWhyAFileCannotBeRead() throws {
        #expect(throws: LogError.cannotOpen(path: "/nowhere/x.jsonl", reason: "No such file or directory")) {
            try LogReader.read("/nowhere/x.jsonl") { _ in }
        }
        #expect(throws: LogError.cannotRead(path: "/", reason: "it is not a file")) { try LogReader.read("/") { _ in } }
    }

    @Test func readsTheHeaderAlone() throws {
        let log = try LogOnDisk()
        for (text, header) in [
            (Self.whole, .sample()), (line(.run(.sample())) + "garbage", .sample()),
            (String(line(.run(.sample())).dropLast()), nil), (line(.control(.hold)) + Self.whole, nil), ("", nil),
            (String(repeating: " ", count: 5000) + Self.whole, nil),
        ] as [(String, RunHeader?)] {
            try log.write(Array(text.utf8))
            #expect(LogReader.header(of: log.path) == header)
        }
        #expect(LogReader.header(of: "/nowhere/x.jsonl") == nil)
    }
}
