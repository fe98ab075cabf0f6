import Testing

@testable import RunLog
@testable import Scheduling

/// The lines of a log become records on one thread while another takes those before: nobody may notice.
@Suite struct ReadingInBatchesTests {
    /// All that reading says: the records before the first mistake, and the mistake or how much is whole.
    private struct Reading: Equatable {
        var records: [Record] = []
        var end: Result<Int, LogError>?
    }

    private static let records: [Record] =
        [.run(.sample())]
        + (1...3).flatMap { number in
            [
                Record.attempt(.sample("offer", number, content: "价格 \\ \"😀\" \(number)")),
                .result(.sample(.sent, "offer", number)),
            ]
        } + [.run(.sample(resumed: true)), .control(.hold)]

    /// Logs that are whole, torn in many places of the last line, and damaged in any line.
    private static let logs: [[UInt8]] = {
        let lines = records.map { Array(line($0).utf8) }
        let whole = Array(lines.joined())
        let torn = stride(from: 1, through: lines.last!.count, by: 9).map { Array(whole.dropLast($0)) }
        let damaged = lines.indices.map { number in
            var lines = lines
            lines[number][lines[number].count / 2] = 0
            return Array(lines.joined())
        }
        let end = Array(line(.end(EndRecord(time: noon, run: showID, planned: 3, tally: Tally()))).utf8)
        return [whole, [], whole + end, whole + end + whole, whole + [0, 0, 0], whole + [0x0A]] + torn + damaged
    }()

    /// On one thread, in one piece.
    private func readAtOnce(_ bytes: [UInt8], _ path: String) -> Reading {
        var reading = Reading()
        var lines = LogLines(path: path)
        do throws(LogError) {
            let used = try lines.take(bytes, filled: bytes.count) { reading.records.append($0) }
            try lines.takeRest(bytes[used...])
            reading.end = .success(lines.wholeLength)
        } catch {
            reading.end = .failure(error)
        }
        return reading
    }

    private func read(_ path: String, chunk: Int) -> Reading {
        var reading = Reading()
        do throws(LogError) {
            reading.end = .success(try LogReader.read(path, chunk: chunk) { reading.records.append($0) })
        } catch {
            reading.end = .failure(error)
        }
        return reading
    }

    @Test(arguments: [1, 2, 3, 5, 16, 61, 150, 299, 300, 301, 1000, 4096])
    func batchesOfAnySizeSayTheSame(chunk: Int) throws {
        let log = try LogOnDisk()
        for bytes in Self.logs {
            try log.write(bytes)
            #expect(read(log.path, chunk: chunk) == readAtOnce(bytes, log.path))
        }
    }

    /// Far more batches than may wait to be taken.
    @Test func manyBatchesKeepTheirOrder() throws {
        let attempts = (1...3000).map { line(.attempt(.sample("offer", $0))) }
        let log = try LogOnDisk(line(.run(.sample())) + attempts.joined())
        for chunk in [64, 1000, 100_000] {
            let reading = read(log.path, chunk: chunk)
            let occurrences = reading.records.compactMap { record in
                if case .attempt(let attempt) = record { attempt.occurrence } else { nil }
            }
            #expect(occurrences == Array(1...3000))
            #expect(try reading.end == .success(log.bytes.count))
        }
    }
}
