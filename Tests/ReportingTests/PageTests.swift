import Rehearsing
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import Reporting

/// The pages: one file each, nothing fetched, nothing run, whatever the texts are.
struct PageTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The names of the elements that are not closed as they were opened. Texts are escaped, so that each `<` is of a tag.
    private func unbalanced(_ html: String) -> [String] {
        var open: [String] = []
        for piece in html.unicodeScalars.split(separator: "<").dropFirst() {
            let tag = String(String.UnicodeScalarView(piece.prefix { $0 != ">" }))
            let name = String(tag.split(separator: " ").first ?? "")
            if name.hasPrefix("/") {
                if open.popLast() != String(name.dropFirst()) { return ["</\(name)"] }
            } else if !["!DOCTYPE", "meta", "link", "br"].contains(name) {
                open.append(name)
            }
        }
        return open
    }

    private func preview(_ messages: String, more: String = "", rooms: String = "[a, b]") throws -> String {
        let script = try timeline(messages, more: more, rooms: rooms)
        var gathering = PreviewCues()
        var cues: [PreviewCue] = []
        _ = Preview.play([(script, showStart)], rate: 100, roomRate: 20) { row in
            gathering.add(row) { cues.append($0) }
            return true
        }
        gathering.finish { cues.append($0) }
        return text(PreviewPage(shows: [(script, showStart)], cues: cues, notes: ["a <note>"]).bytes)
    }

    @Test func whateverATextIsItIsNoMarkup() {
        var html = HTMLWriter()
        // A combining mark makes one character of both: a test by characters would let the bracket through.
        html.append(text: "<\u{301}script>&\"'\u{0}\u{9F}\n\t\u{FFFE}👨‍👩‍👧欢")
        #expect(
            text(html.bytes)
                == "&lt;\u{301}script&gt;&amp;&quot;&#39;&lt;U+0000&gt;&lt;U+009F&gt;\n\t\u{FFFD}👨‍👩‍👧欢")
        var hidden = HTMLWriter()
        hidden.append(text: "pay \u{202E}evil\u{200B}\u{E0041}")
        #expect(text(hidden.bytes) == "pay &lt;U+202E&gt;evil&lt;U+200B&gt;&lt;U+E0041&gt;")
    }

    @Test func aPreviewShowsTimesRoomsTextsAndHolds() throws {
        let html = try preview(
            """
            - {id: hi, at: -10s, text: "Hello <b>all</b>\\nand welcome"}
            - {id: offer, at: 5m, hold: true, rooms: [b], category: chat, text: 折扣}
            """, more: "title: Launch & more\ntimezone: Asia/Shanghai\nrooms: {a: {id: \"1\"}, b: {id: \"2\"}}")
        #expect(unbalanced(html) == [])
        for words in [
            "<h1>Launch &amp; more</h1>", "<b>19:59:50</b><small>-00:00:10</small>", "<b>20:05:00</b>", "折扣",
            "<bdi>Hello &lt;b&gt;all&lt;/b&gt;\nand welcome</bdi>", "28 of 1024 bytes · system · hi",
            "The show holds here until it is told to go on", "class=\"lane\"", "aria-label=\"b: 2 messages\"",
            "a &lt;note&gt;",
        ] {
            #expect(html.contains(words), "\(words)")
        }
        // One row for both rooms.
        #expect(html.components(of: "Hello &lt;b&gt;") == 1)
    }

    /// 30,000 deliveries, 900 of which were missed, in 60 rooms; holds, skips, an account that was refused.
    private func night() -> ReportPage.Run {
        var report = RunReport(path: "night.jsonl")
        var asRun = AsRunLog()
        func take(_ record: Record) {
            report.take(record)
            asRun.take(record)
        }
        func at(_ milliseconds: Int) -> Instant { TestShow.start + .milliseconds(Int64(milliseconds)) }
        take(
            .run(
                RunHeader(
                    time: at(0), run: TestShow.run, mode: .live, appID: 7, host: "<h>", planned: 30_000, sha256: "00",
                    isResumed: false, version: "0")))
        take(.control(.hold, time: at(600_000)))
        take(.control(.go(held: .seconds(30), total: .seconds(30)), time: at(630_000)))
        for number in 0..<30_000 {
            let (room, due) = ("room-\(number % 60)", at(number * 200))
            let occurrence = number / 60 + 1
            if number % 100 < 3 {
                take(
                    .result(
                        "m\(number % 20)", .missed, occurrences: occurrence...occurrence, room: room, attempt: 0,
                        reason: "late", due: due, time: due))
                continue
            }
            let text = "Line \(number): something & something else, <long> enough to be a message of a show"
            take(
                .attempt(
                    AttemptRecord(
                        time: due, run: TestShow.run, messageID: "m\(number % 20)", occurrence: occurrence, number: 1,
                        roomID: room, category: .system, due: due, content: text)))
            take(
                .result(
                    ResultRecord(
                        time: due, run: TestShow.run, messageID: "m\(number % 20)",
                        occurrences: occurrence...occurrence,
                        roomID: room, roomName: room, category: .system, due: due, attempt: 1, outcome: .sent, code: 0,
                        late: .milliseconds(Int64(number * 7919 % 4000)), took: .milliseconds(20))))
        }
        return ReportPage.Run(report: report, asRun: asRun, zone: .utc, zoneWords: "UTC")
    }

    @Test func aLongNightIsAPageThatCanBeSent() {
        let html = text(ReportPage(runs: [night()], rate: 100, isWhole: false).bytes)
        #expect(html.utf8.count < 3_000_000)
        #expect(html.utf8.count > 100_000)
        #expect(unbalanced(html) == [])
        for words in [
            "<b class=\"\">30000</b>planned", "<b class=\"sent\">29100</b>accepted", "Not sent: 900",
            "missed (late): 900",
            "held, 08:10:00 to 08:10:30", "Calls a second, of 100", "room-59", "m0#1–#",
        ] {
            #expect(html.contains(words), "\(words)")
        }
    }

    @Test func nothingIsFetchedAndNothingRuns() throws {
        let pages = [
            try preview("- {id: a, at: 0, text: \"<script src=x></script>\"}"),
            text(ReportPage(runs: [night()], rate: nil, isWhole: false).bytes),
        ]
        for html in pages {
            for word in ["<script", "src=", "url(", "@import", "http:", "https:", "<iframe", "<img", "javascript"] {
                #expect(!html.replacing("&lt;script src=x&gt;", with: "").contains(word), "\(word)")
            }
            #expect(html.contains("default-src &#39;none&#39;"))
        }
    }

    @Test func runsStandApart() {
        let run = night()
        let html = text(ReportPage(runs: [run, run], rate: 100, isWhole: false).bytes)
        #expect(html.components(of: "<section class=\"run\">") == 2)
    }

    @Test func ticksAreRoundTimesOfTheShow() {
        var html = HTMLWriter()
        let axis = TimeAxis(
            from: showStart - .minutes(20), to: showStart + .minutes(70), start: showStart, zone: .utc)
        axis.write(to: &html)
        for words in ["11:45:00<br>-00:15:00", "12:00:00<br>00:00:00", "13:00:00<br>01:00:00"] {
            #expect(text(html.bytes).contains(words))
        }
        #expect(axis.place(of: showStart - .hours(9)) == 0)
        #expect(axis.place(of: showStart + .hours(9)) == TimeAxis.width)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
