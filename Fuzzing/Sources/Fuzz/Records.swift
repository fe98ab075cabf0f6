import ControlRequests
import Scheduling
import ShowTime

@testable import Answers
@testable import RunLog

extension Fuzz {
    /// A record is written as it is read; a salvaged log is whole, and nothing more is to be done to it.
    static func log(_ bytes: [UInt8]) {
        var reader = RecordReader()
        for line in bytes.split(separator: 0x0A).prefix(200) {
            guard let record = line.withUnsafeBufferPointer({ reader.record($0) }) else { continue }
            var written: [UInt8] = []
            written.append(record)
            var again = RecordReader()
            let read = written.dropLast().withUnsafeBufferPointer { again.record($0) }
            expect(read == record, "\(String(decoding: written, as: UTF8.self)) is not read again")
        }
        var lines = LogLines(path: "fuzz.jsonl", boot: "this")
        if let used = try? lines.take(bytes, filled: bytes.count, { _ in }) {
            expect(used <= bytes.count && lines.wholeLength <= bytes.count, "more than there is")
            try? lines.takeRest(bytes[used...])
        }
        let source = Salvage.Source(
            bytes: bytes, run: RunID("show@20261120T120000Z"), mode: .live, modified: .milliseconds(now), version: "1")
        guard let salvage = try? Salvage(source, at: .milliseconds(now)) else { return }
        var made = LogLines(path: "made.jsonl")
        do {
            let used = try made.take(salvage.bytes, filled: salvage.bytes.count) { _ in }
            if salvage.isDamaged { expect(used == salvage.bytes.count, "a salvaged log is not whole") }
        } catch {
            fatalError("a salvaged log is damaged: \(error)")
        }
        var second = source
        second.bytes = salvage.bytes
        guard let again = try? Salvage(second, at: .milliseconds(now)) else { fatalError("no log any more") }
        expect(!again.isDamaged, "a salvaged log is salvaged again: \(again.report)")
    }

    /// Accepted is only what says so, and texts from outside are short.
    static func answer(_ bytes: [UInt8]) {
        let statuses = [200, 204, 301, 404, 429, 500, 503]
        let status = statuses[Int(bytes.first ?? 0) % statuses.count]
        let end = bytes.dropFirst().withUnsafeBufferPointer { Answer.end(status: status, body: $0) }
        expect((end.kind == .accepted) == (end.code == 0), "code \(end.code.map(String.init) ?? "none") is \(end.kind)")
        for text in [end.messageID, end.requestID] { expect((text?.unicodeScalars.count ?? 0) <= 100, "a long id") }
        expect((end.reason?.unicodeScalars.count ?? 0) <= 1000, "a long reason")
    }

    static func control(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes) else { return }
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let written = try? WrittenCommand(words: words) else { return }
        expect(ControlRequest.verbs.contains(written.verb), "\(written.verb) is no verb")
        // By the API as by the command line.
        if written.command != nil {
            expect(
                (try? ControlRequest.command(written.verb, argument: written.argument)) == written.command,
                "\(text) means two things")
        }
    }
}
