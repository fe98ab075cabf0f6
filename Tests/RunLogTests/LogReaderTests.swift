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

    @Test func anEmptyFileHasNothing() throws {
        let (events, wholeLength) = try LogOnDisk().read()
        #expect(events == [])
        #expect(wholeLength == 0)
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

    @Test(arguments: [1, 100, 4096, 300_000])
    func aTailOfZerosIsNotWhole(count: Int) throws {
        let log = try LogOnDisk()
        for tail in [[], [UInt8(ascii: "\n")], Array("garbage\n{}\n".utf8)] as [[UInt8]] {
            try log.write(Array(Self.whole.utf8) + [UInt8](repeating: 0, count: count) + tail)
            let (events, wholeLength) = try log.read()
            #expect(events == Self.events)
            #expect(wholeLength == Self.whole.utf8.count)
        }
    }

    @Test(arguments: [
        (0, 1), (1, 2), (2, 3), (3, 4),
    ])
    func aDamagedLineInTheMiddleIsNamed(after records: Int, line number: Int) throws {
        var lines = Self.whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.insert("{\"event\":\"res", at: records)
        let log = try LogOnDisk(lines.joined(separator: "\n"))
        #expect(throws: LogError.damaged(path: log.path, line: number)) { try log.read() }
    }

    @Test func ofSeveralDamagedLinesTheFirstIsNamed() throws {
        let log = try LogOnDisk(line(.run(.sample())) + "x\ny\n\n" + line(.control(.hold)))
        #expect(throws: LogError.damaged(path: log.path, line: 2)) { try log.read() }
        let message = LogError.damaged(path: "runs/x.jsonl", line: 2).message
        #expect(message.hasPrefix("runs/x.jsonl:2: "))
    }

    @Test func severalDamagedLinesAtTheEndAreATornTail() throws {
        let log = try LogOnDisk(Self.whole + "x\n\n{}\n")
        let (events, wholeLength) = try log.read()
        #expect(events == Self.events)
        #expect(wholeLength == Self.whole.utf8.count)
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
        #expect(throws: LogError.cannotRead(path: "/", reason: "Is a directory")) { try LogReader.read("/") { _ in } }
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
