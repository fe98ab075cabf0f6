package import Scheduling
package import ShowTime

/// Makes a whole log of a damaged one, on the safe side: what can be read is kept, and the start that goes on with it sends
/// nothing that may have been shown.
///
/// Every delivery that was attempted without a final result, and every one about which lines contradict each other, ends as
/// `unknown`. Nothing is known about the contents of the damaged lines except when they were written. So a control record says
/// that everything due until then that has no record may have been shown.
package struct Salvage {
    package struct Source {
        package var bytes: [UInt8]
        /// The run that the file is named after, nil where it has another kind of name.
        package var run: RunID?
        /// The mode of a run whose log does not say it.
        package var mode: RunMode
        /// When the file was last written.
        package var modified: Instant
        package var version: String

        package init(bytes: [UInt8], run: RunID?, mode: RunMode, modified: Instant, version: String) {
            self.bytes = bytes
            self.run = run
            self.mode = mode
            self.modified = modified
            self.version = version
        }
    }

    /// The reason why no log can be made of a file.
    package struct Impossible: Error { package var message: String }

    package private(set) var run: RunID
    /// The log that was made.
    package private(set) var bytes: [UInt8] = []
    /// Whether there was anything to be done.
    package private(set) var isDamaged = false
    /// What was done, in lines for people.
    package private(set) var report: [String] = []

    private let source: Source
    private let now: Instant
    private var lines: [Line] = []
    private var book = RunBook()
    private var damage: [DamagedLines] = []
    private var spans: [(from: Instant, to: Instant)] = []
    private var header: RunHeader?
    private var end: (record: EndRecord, line: Int)?
    private var lastTime: Instant?
    /// Whether the last line was damaged, and the time of the last record before that.
    private var isInDamage = false
    private var damageFrom: Instant?
    private var hasZeros = false
    private var hasDamageBehindEnd = false
    /// Whether lines are gone without a trace.
    private var isMissingLines = false

    /// A line that is kept.
    private struct Line {
        /// The line in the source, without its newline; nil where the record was made anew.
        var range: Range<Int>?
        var record: Record
    }

    private struct DamagedLines {
        var lines: ClosedRange<Int>
        var what: String
        var hasZeros: Bool
    }

    /// After a power loss a file may lack more than it shows: what was written in the last minute may not have reached the disk,
    /// and neither may the time of the last change.
    private static let powerLossMargin = Interval.seconds(60)

    package init(_ source: Source, at now: Instant) throws(Impossible) {
        self.source = source
        self.now = now.wholeMilliseconds
        let parsed = Self.parse(source.bytes)
        let runs = parsed.lazy.compactMap(\.record?.run)
        guard let run = runs.first(where: { $0 == source.run }) ?? runs.first ?? source.run else {
            throw Impossible(
                message: """
                    nothing in it says which run it is of, and neither does its name: \
                    give it the name that it had, <timeline>@<start>.jsonl
                    """)
        }
        self.run = run
        var number = 1
        for line in parsed {
            take(line, number...number + line.count - 1)
            number += line.count
        }
        finishDamage()
        guard isDamaged || header == nil || book.contradictionCount > 0 || hasWrongEnd else {
            bytes = source.bytes
            report = ["nothing is wrong with it"]
            if !damage.isEmpty { report.append("its last line is not whole: the next start cuts it off") }
            return
        }
        isDamaged = true
        compose()
        try verify()
    }

    // MARK: Reading

    /// A line, or several empty lines in a row, which a file of newlines has many of.
    private struct ParsedLine {
        var range: Range<Int>
        var count = 1
        var isEmpty: Bool { range.isEmpty && isTerminated }
        var record: Record?
        var isTerminated: Bool
    }

    private static func parse(_ bytes: [UInt8]) -> [ParsedLine] {
        var lines: [ParsedLine] = []
        var reader = RecordReader()
        bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < buffer.count {
                let newline = buffer[start...].firstIndex(of: 0x0A)
                let end = newline ?? buffer.count
                let record = newline == nil ? nil : reader.record(UnsafeBufferPointer(rebasing: buffer[start..<end]))
                let line = ParsedLine(range: start..<end, record: record, isTerminated: newline != nil)
                start = end + 1
                if let last = lines.last, last.isEmpty, line.isEmpty {
                    lines[lines.count - 1].count += 1
                } else {
                    lines.append(line)
                }
            }
        }
        return lines
    }

    private mutating func take(_ line: ParsedLine, _ numbers: ClosedRange<Int>) {
        let text = source.bytes[line.range]
        guard let record = line.record else {
            let hasZeros = text.contains(0)
            // Part of a last line is no damage.
            if !line.isTerminated, !hasZeros {
                return drop(numbers, "part of a line, cut off", isDamage: false, hasZeros: false)
            }
            return drop(numbers, text.withUnsafeBufferPointer(LogLines.words), isDamage: true, hasZeros: hasZeros)
        }
        guard record.run == run else {
            return drop(numbers, "of another run, \(record.run)", isDamage: true, hasZeros: false)
        }
        if let end {
            drop(end.line...end.line, "an end with lines behind it", isDamage: true, hasZeros: false)
            self.end = nil
        }
        endSpan(before: record)
        if case .end(let end) = record {
            self.end = (end, numbers.lowerBound)
        } else {
            keep(record, line.range)
        }
        lastTime = max(lastTime ?? record.time, record.time)
    }

    private mutating func drop(_ numbers: ClosedRange<Int>, _ what: String, isDamage: Bool, hasZeros: Bool) {
        isDamaged = isDamaged || isDamage
        if isDamage, !isInDamage {
            isInDamage = true
            damageFrom = lastTime
            if end != nil { hasDamageBehindEnd = true }
        }
        if isDamage, hasZeros { self.hasZeros = true }
        if let last = damage.last, last.lines.upperBound + 1 == numbers.lowerBound, last.what == what {
            damage[damage.count - 1].lines = last.lines.lowerBound...numbers.upperBound
        } else {
            damage.append(DamagedLines(lines: numbers, what: what, hasZeros: hasZeros))
        }
    }

    /// Ends a span of damage: a whole record follows, so what was lost lies before it.
    private mutating func endSpan(before record: Record) {
        // A log without its header has lost its beginning, however long that was.
        var isHeadless = lines.isEmpty && end == nil
        if isHeadless, case .run(let header) = record, !header.isResumed {
            isHeadless = false
            self.header = header
        }
        guard isInDamage || isHeadless else { return }
        isInDamage = false
        hasZeros = false
        let to = max(record.time, lastTime ?? record.time)
        spans.append((damageFrom ?? min(run.start, to), to))
    }

    private mutating func finishDamage() {
        let isEmpty = lines.isEmpty && end == nil
        if isInDamage || isEmpty {
            let margin = hasZeros ? Self.powerLossMargin : .zero
            let last = lastTime ?? min(run.start, source.modified)
            let to = max(min(source.modified + margin, now), last)
            spans.append((damageFrom ?? min(run.start, to), to))
        } else if let lastTime, isMissingLines || hasWrongEnd || book.contradictionCount > 0 {
            // Somewhere, whole lines are missing or there are too many.
            spans.append((min(run.start, lastTime), lastTime))
            isMissingLines = true
        }
    }

    /// Whether the end of the run does not agree with what is before it.
    private var hasWrongEnd: Bool {
        end.map { $0.record.tally != book.tally || $0.record.planned != book.tally.total } ?? false
    }

    /// Keeps a record. A result whose attempt was lost is changed, or gets an attempt.
    private mutating func keep(_ record: Record, _ range: Range<Int>) {
        var line = Line(range: range, record: record)
        if case .result(var result) = record, result.attempt > 0, !book.hasAttempt(for: result), !book.hasEnded(result)
        {
            isMissingLines = true
            if result.outcome.isFinal {
                result.attempt = 0
                result.took = nil
                line = Line(range: nil, record: .result(result))
            } else {
                let attempt = AttemptRecord(
                    time: result.time, run: run, messageID: result.messageID, occurrence: result.occurrence,
                    part: result.part, number: result.attempt, roomID: result.roomID, category: result.category,
                    due: result.due, content: "")
                lines.append(Line(range: nil, record: .attempt(attempt)))
                book.take(.attempt(attempt))
            }
        }
        lines.append(line)
        book.take(line.record)
    }

    // MARK: Writing

    private mutating func compose() {
        let isOver = keepsEnd
        let unknown = isOver ? [] : book.doubtful(at: now, run: run)
        let dropped = damage.reduce(0) { $0 + $1.lines.count }
        append(rebuiltHeader)
        var kept = 0
        for line in lines {
            guard case .some(let records) = book.withoutSuspects(line.record) else {
                kept += 1
                append(line)
                continue
            }
            for record in records { bytes.append(record) }
        }
        report = ["kept \(kept) records"]
        if dropped > 0 { report.append("dropped \(dropped) lines:") }
        report += damage.prefix(Self.mostListed).map { lines in
            let numbers = lines.lines.count == 1 ? "line" : "lines \(lines.lines.lowerBound) to"
            return "  \(numbers) \(lines.lines.upperBound): \(lines.what)"
        }
        if damage.count > Self.mostListed { report.append("  and in \(damage.count - Self.mostListed) more places") }
        if header == nil { report.append("the header of the run was lost: it is made of \(headerOrigin)") }
        report += book.contradictions.map { "contradicting: \($0)" }
        if isOver, let end {
            bytes.append(.end(end.record))
            report.append("the run had ended, and its end agrees with all before it: nothing of it is in doubt")
            return
        }
        for result in unknown { bytes.append(.result(result)) }
        if let end { report.append("the end of the run in line \(end.line) is dropped: the next start closes it anew") }
        reportUnknown(unknown)
        for span in spans {
            bytes.append(.control(ControlRecord(time: now, run: run, action: .salvaged(from: span.from, to: span.to))))
            report.append(
                "whatever was due by \(span.to.rfc3339) and has no record ends as unknown at the next start, and is not sent"
            )
        }
        if !spans.isEmpty {
            report.append(
                "a hold, a shift or a skip that was lost is not carried out: look at what is left before it goes on")
        }
    }

    private static let mostListed = 20

    private mutating func reportUnknown(_ unknown: [ResultRecord]) {
        guard !unknown.isEmpty else { return }
        report.append("\(unknown.count) that may have been shown end as unknown:")
        report += unknown.prefix(Self.mostListed).map { "  \($0.delivery)" }
        if unknown.count > Self.mostListed { report.append("  and \(unknown.count - Self.mostListed) more") }
    }

    /// Whether the run had ended before anything was damaged, so that nothing is in doubt.
    private var keepsEnd: Bool {
        guard end != nil, !hasWrongEnd, !isMissingLines, header != nil, book.isClosed else { return false }
        return spans.count == (hasDamageBehindEnd ? 1 : 0)
    }

    private var laterHeader: RunHeader? {
        lines.lazy.compactMap { if case .run(let header) = $0.record { header } else { nil } }.first
    }

    private var headerOrigin: String { laterHeader == nil ? "the file's name" : "a later one" }

    /// The header that replaces a lost one. Where no later header tells the account and the server, they are left open.
    private var rebuiltHeader: Line? {
        guard header == nil else { return nil }
        var header =
            laterHeader
            ?? RunHeader(
                time: now, run: run, mode: source.mode, appID: 0, host: "", planned: nil, sha256: "", isResumed: false,
                version: source.version)
        header.time = lines.first?.record.time ?? header.time
        header.isResumed = false
        return Line(range: nil, record: .run(header))
    }

    private mutating func append(_ line: Line?) {
        guard let line else { return }
        if let range = line.range {
            bytes += source.bytes[range]
            bytes.append(0x0A)
        } else {
            bytes.append(line.record)
        }
    }

    /// Reads the new log as the next start will read it, to be sure that it can.
    private func verify() throws(Impossible) {
        var book = RunBook()
        var hasHeader = false
        for line in Self.parse(bytes) {
            guard let record = line.record, record.run == run else {
                throw Impossible(message: "what was made of it cannot be read")
            }
            if !hasHeader, case .run = record { hasHeader = true }
            book.take(record)
        }
        guard hasHeader, book.contradictionCount == 0 else {
            throw Impossible(
                message: "what was made of it contradicts itself: \(book.contradictions.first ?? "it has no header")")
        }
    }
}
