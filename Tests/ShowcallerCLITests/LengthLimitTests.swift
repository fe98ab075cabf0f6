import Foundation
import HostSystem
import ShowTime
import Testing
import ZegoSimulator

/// 1024 bytes are sent; 1025 are an error, cut or split, as the script says; and no character is ever cut.
@Suite(.timeLimit(.minutes(10)))
struct LengthLimitTests {
    /// `count` bytes that end with a character of more than one.
    private static func text(_ count: Int, end: String) -> String {
        String(repeating: "x", count: count - end.utf8.count) + end
    }

    private static let ends = ["y", "é", "舞", "👋", "🇨🇳", "👨‍👩‍👧‍👦", "e\u{301}\u{323}", "1️⃣", "नि"]

    private static func script(_ name: String, _ overflow: String, _ texts: [String]) -> String {
        var script = "timeline: \(name)\nsender: {id: host}\ndefaults: {rooms: [r], overflow: \(overflow)}\nmessages:\n"
        for (index, text) in texts.enumerated() {
            script += "  - {id: m\(index), at: \(100 + index * 60)ms, text: \"\(text)\"}\n"
        }
        return script
    }

    private struct Row {
        var delivery: String
        var bytes: Int
        var content: String
    }

    private static func rows(_ output: String) throws -> [Row] {
        try output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let row = object ?? [:]
            return Row(
                delivery: row["delivery"] as? String ?? "", bytes: row["bytes"] as? Int ?? 0,
                content: row["content"] as? String ?? "")
        }
    }

    @Test(arguments: ["error", "truncate", "split"])
    func whatPreviewPrintsAtTheLimitIsWhatArrives(overflow: String) async throws {
        var texts = Self.ends.map { Self.text(1024, end: $0) }
        if overflow != "error" {
            // One byte too long, the last character standing across the limit; and much too long.
            texts += Self.ends.map { Self.text(1025, end: $0) }
            texts += Self.ends.map { String(repeating: $0, count: 700) }.filter { $0.utf8.count > 1024 }
        }
        let script = Self.script("limit", overflow, texts)
        let start = (SystemTime().now.wall + .seconds(2)).wholeMilliseconds.rfc3339
        let (shown, received) = try await Self.play(script, start: start)
        #expect(shown.allSatisfy { $0.bytes == $0.content.utf8.count && $0.bytes <= 1024 })
        // Byte for byte: equal strings may differ in their bytes.
        let sent = shown.map { Array($0.content.utf8) }.sorted(by: Self.isBefore)
        #expect(received.map { Array($0.utf8) }.sorted(by: Self.isBefore) == sent)
        for (index, text) in texts.enumerated() {
            let parts = shown.filter { $0.delivery.hasPrefix("m\(index)#") }
            Self.check(parts.map(\.content), of: text, overflow)
        }
    }

    /// What preview prints, and the texts that a server receives in a run.
    private static func play(_ script: String, start: String) async throws -> (shown: [Row], received: [String]) {
        var result: (shown: [Row], received: [String]) = ([], [])
        try await Server.running { server in
            let tool = try Tool(environment: server.environment)
            try tool.write(script, to: "limit.yaml")
            let preview = try await tool.run(
                "preview", "limit.yaml", "--format", "jsonl", "--start", start, "--room-rate", "unlimited")
            let run = try await tool.run("run", "limit.yaml", "--start", start, "--room-rate", "unlimited")
            #expect(run.status == 0)
            result = (try rows(preview.output), server.received.map { $0.query["MessageContent"] ?? "" })
        }
        return result
    }

    private static func isBefore(_ one: [UInt8], _ other: [UInt8]) -> Bool { one.lexicographicallyPrecedes(other) }

    /// Whether texts are a text of that length as it may be sent, with no character of it cut.
    private static func check(_ parts: [String], of text: String, _ overflow: String) {
        if text.utf8.count <= 1024 {
            #expect(parts.map { Array($0.utf8) } == [Array(text.utf8)])
        } else if overflow == "truncate" {
            #expect(parts.count == 1)
            let part = parts.first ?? ""
            #expect(part.last == "…")
            // Its characters are the first of the whole's, each whole.
            #expect(Array(part.dropLast()) == Array(text.prefix(part.count - 1)))
            #expect(part.utf8.count > 1024 - 3 - 30)
        } else {
            #expect(parts.count >= 2)
            #expect(parts.flatMap { Array($0) } == Array(text))
        }
    }

    @Test(arguments: [1024, 1025])
    func withoutAWordOnIt1025AreAnError(count: Int) async throws {
        let tool = try Tool()
        try tool.write(Self.script("limit", "error", [Self.text(count, end: "👨‍👩‍👧‍👦")]), to: "limit.yaml")
        let preview = try await tool.run("preview", "limit.yaml", "--start", "2026-11-20T12:00:00Z")
        #expect(preview.status == (count > 1024 ? 1 : 0))
        #expect(preview.errors.contains("1025 bytes, 1 more than the 1024") == (count > 1024))
        #expect(preview.output.isEmpty == (count > 1024))
    }
}
