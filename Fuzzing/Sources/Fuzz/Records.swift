import ControlAPI
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

    /// What is understood goes over the API, and means the same there.
    static func control(_ bytes: [UInt8]) {
        guard let text = String(utf8: bytes) else { return }
        let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard let written = try? WrittenCommand(words: words) else { return }
        expect(ControlRequest.verbs.contains(written.verb), "\(written.verb) is no verb")
        guard let command = written.command else { return }
        let body = command.body(from: CommandOrigin(id: "7f3a", by: nil))
        guard case .route(let route, _) = APIRoute.match("POST", "/v1/runs/current/\(command.verb.rawValue)") else {
            fatalError("\(command.verb) is nowhere")
        }
        // What is longer than the API takes is refused there.
        guard let call = try? APICall(route, name: "current", query: [], body: body, saysWho: true) else {
            return expect(words.contains { $0.unicodeScalars.count > 64 } || text.utf8.count > 64, "\(text) is refused")
        }
        switch call {
        case .command(let again, _, _): expect(again == command, "\(text) means two things")
        case .set(let call, _, _):
            expect(.set(name: call.name, value: call.value) == command, "\(text) means two things")
        default: fatalError("\(text) is another call")
        }
    }

    /// The first line is a call, `POST /v1/panic?a=b`, the rest its body. What is read is within the limits of the API.
    static func api(_ bytes: [UInt8]) {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        guard let line = String(utf8: Array(bytes[..<end])) else { return }
        let words = line.split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { return }
        let parts = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard case .route(let route, let name) = APIRoute.match(String(words[0]), String(parts[0])) else { return }
        let query = parts.dropFirst().flatMap { $0.split(separator: "&") }.map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (name: String(sides[0]), value: sides.count > 1 ? String(sides[1]) : "")
        }
        let body = Array(bytes[end...].dropFirst())
        guard let call = try? APICall(route, name: name, query: query, body: body, saysWho: true) else { return }
        switch call {
        case .cues(_, let selection): expect((1...APICall.mostCues).contains(selection.most), "too many cues")
        case .records(_, let limit): expect((1...APICall.mostRecords).contains(limit), "too many records")
        case .command(_, _, let origin), .set(_, _, let origin), .reload(_, _, let origin), .panic(let origin),
            .send(_, let origin):
            expect(route.method == .post, "\(line) changes something")
            expect((origin.id?.unicodeScalars.count ?? 0) <= APICall.longestID, "a long id")
        default: break
        }
    }
}
