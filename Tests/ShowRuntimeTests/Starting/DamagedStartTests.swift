import Glibc
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// A damaged log is refused, however the show is started, and nothing of it is touched.
struct DamagedStartTests {
    private let starting = RunStarterTests()

    private static let played = LogLines.attempt("a#1@a") + LogLines.result("a")

    private static let damaged: [(text: String, line: Int, what: String)] = [
        (played, 1, "the first line is not the header of a run"),
        ("", 1, "the file is empty"),
        (String(repeating: "\0", count: 700), 1, "700 bytes of NUL, which is what a power loss leaves"),
        (
            LogLines.header() + played + String(repeating: "\0", count: 8192), 4,
            "8192 bytes of NUL, which is what a power loss leaves"
        ),
        (LogLines.header() + played + String(repeating: "garbage\n", count: 30), 4, "this line is not a record"),
        (LogLines.header() + "garbage\n" + played, 2, "this line is not a record"),
        (
            LogLines.header() + LogLines.control("hold", run: "other@\(showStart.compact)"), 2,
            "this line is of another run, other@20261120T120000Z"
        ),
        (
            LogLines.header(start: showStart + .seconds(1)), 1, "this line is of another run, show@20261120T120001Z"
        ),
        (LogLines.header() + LogLines.end() + played, 3, "this line follows the end of the run"),
        (
            LogLines.header(resumed: true) + played, 1,
            "the log begins with a process that went on, and what was before it is lost"
        ),
    ]

    @Test(arguments: damaged.indices, [true, false])
    func isRefusedWithTheLineAndTheRemedy(index: Int, isNow: Bool) throws {
        let (text, line, what) = Self.damaged[index]
        let path = starting.log(text)
        let starter = isNow ? starting.starter(.now) : starting.starter()
        let problem = starting.problem { _ = try starting.prepare(starter, at: showStart + .seconds(5)) }
        #expect(
            problem == """
                \(path):\(line): \(what): "showcaller salvage \(path)" makes a log of it that counts all that is doubtful \
                as unknown
                """)
        #expect(TemporaryFolder.text(of: path) == text)
        #expect(starting.folder.names(in: "runs") == ["show@20261120T120000Z.jsonl"])
        // Who says that it is to be played again plays it again.
        #expect(try !starting.play(starting.starter(isNew: true)).isResumed)
    }

    @Test func soIsOneThatContradictsItself() throws {
        let path = starting.log(LogLines.header() + Self.played + LogLines.result("a"))
        let problem = starting.problem { _ = try starting.prepare(starting.starter()) }
        #expect(problem?.hasPrefix("\(path) contradicts itself: sent of a#1@a, which had ended: ") == true)
    }

    @Test func oneLineThatIsNotWholeIsCutOffAndKept() throws {
        let path = starting.log(LogLines.header() + Self.played + "{\"event\":\"att")
        let (run, isResumed) = try starting.play(starting.starter())
        #expect(isResumed)
        try run.begin()
        #expect(TemporaryFolder.text(of: path + ".cut") == "{\"event\":\"att\n")
        #expect(TemporaryFolder.text(of: path).hasPrefix(LogLines.header() + Self.played + "{\"event\":\"run\""))
    }

    /// A process that is killed before its header is whole has sent nothing.
    @Test(arguments: ["", "{\"event\":\"ru"]) func oneThatWasNeverBegunIsBegun(text: String) throws {
        try {
            let (run, _) = try starting.play(starting.starter())
            try run.log.append(Array(text.utf8))
        }()
        let (run, isResumed) = try starting.play(starting.starter())
        #expect(!isResumed)
        try run.begin()
        #expect(try LogReader.read(run.log.path) { _ in } > 0)
        // Beside what holds the run.
        let names = starting.folder.names(in: "runs")
        #expect(names == ["show@20261120T120000Z.jsonl", "show@20261120T120000Z.jsonl.lock"])
    }

    /// What was due in the part that was lost is not sent; what comes after it is.
    @Test func whatWasSalvagedGoesOnOnTheSafeSide() throws {
        let text = LogLines.header() + String(repeating: "\0", count: 100)
        let path = starting.log(text)
        let salvage = try Salvage(
            Salvage.Source(
                bytes: Array(text.utf8), run: TestShow.run, mode: .live, modified: showStart + .seconds(2), version: "0"
            ),
            at: showStart + .seconds(10))
        let made = String(decoding: salvage.bytes, as: UTF8.self)
        starting.log(made)
        let (run, isResumed) = try starting.play(starting.starter(), at: showStart + .seconds(10))
        #expect(isResumed && run.recovery != nil)
        #expect(TemporaryFolder.text(of: path) == made)
    }

    /// Without its header nobody knows the account: the next start takes it to be its own.
    @Test func aHeaderThatWasLostRefusesNobody() throws {
        let salvage = try Salvage(
            Salvage.Source(
                bytes: Array(Self.played.utf8), run: nil, mode: .live, modified: showStart, version: "0"),
            at: showStart + .seconds(10))
        starting.log(String(decoding: salvage.bytes, as: UTF8.self))
        #expect(try starting.play(starting.starter()).isResumed)
        #expect(starting.problem { _ = try starting.prepare(starting.starter(mode: .live, appID: 9)) } == nil)
    }
}
