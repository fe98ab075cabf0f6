import Scheduling
import ShowTime

/// A run drawn over time: its lateness, its calls a second, and a lane for each room. Each drawing has a thousand places from left to
/// right, so that a night of a million deliveries is no larger than one of a thousand.
struct ReportPlots {
    private let run: ReportPage.Run
    private let axis: TimeAxis
    private let clock: ReportClock
    private let rate: Double?
    private let spans: [TimeStrip.Span]

    private static let plotHeight = 100
    /// The maximum number of rooms that have a lane. Those where most went wrong are kept, because people look for them.
    private static let mostLanes = 60

    /// - Parameter rate: the quota, calls a second.
    init(run: ReportPage.Run, clock: ReportClock, rate: Double?) {
        self.run = run
        self.clock = clock
        self.rate = rate
        let times = run.asRun.calls + run.asRun.entries.map(\.result.due)
        let first = times.min() ?? run.report.firstTime ?? clock.start
        axis = TimeAxis(from: first, to: times.max() ?? first, start: clock.start, zone: run.zone)
        let (from, to) = (axis.from, axis.to)
        spans = run.report.pauses.filter { $0.to >= from && $0.from <= to }.map { pause in
            TimeStrip.Span(
                kind: pause.cause == .hold ? "hold" : "gap", from: pause.from, to: pause.to,
                title: "\(pause.cause.words), \(clock.time(pause.from)) to \(clock.time(pause.to))")
        }
    }

    func write(to html: inout HTMLWriter) {
        guard !run.asRun.entries.isEmpty else { return }
        writeKey(to: &html)
        html.element("h2", text: "How late")
        writeLateness(to: &html)
        html.element("h2", text: rate.map { "Calls a second, of \($0.shortText)" } ?? "Calls a second")
        writePace(to: &html)
        html.element("h2", text: "Each room")
        writeLanes(to: &html)
    }

    private func writeKey(to html: inout HTMLWriter) {
        html.element("ul", ["class": "key"]) { html in
            let kinds = [
                ("sent", "accepted"), ("bad", "not sent"), ("left", "left out on purpose"), ("hold", "held"),
                ("gap", "account, network or process gone"),
            ]
            for (kind, words) in kinds {
                html.element("li", ["class": kind]) { html in
                    html.element("i") { _ in }
                    html.append(text: words)
                }
            }
        }
    }

    // MARK: Plots

    /// - Parameter scale: the words at the left, and their heights.
    private func plot(
        _ label: String, scale: [(height: Int, words: String)], to html: inout HTMLWriter,
        _ body: (TimeStrip, inout HTMLWriter) -> Void
    ) {
        let strip = TimeStrip(axis: axis, height: Self.plotHeight)
        html.element("div", ["class": "plot"]) { html in
            for (height, words) in scale {
                let style = "top:\(100 - height * 100 / Self.plotHeight)%"
                html.element("span", ["class": "scale", "style": style], text: words)
            }
            strip.write(spans, label: label, to: &html) { html in
                for (height, _) in scale { line(at: height, "grid", to: &html) }
                body(strip, &html)
            }
        }
        axis.write(to: &html)
    }

    private func line(at height: Int, _ kind: String, to html: inout HTMLWriter) {
        let y = "\(Self.plotHeight - height)"
        html.element("line", ["class": kind, "x1": "0", "x2": "\(TimeAxis.width)", "y1": y, "y2": y]) { _ in }
    }

    /// Draws a line at each place, as high as its value.
    private func bars(_ heights: [Int], _ kind: String, to html: inout HTMLWriter) {
        let path = heights.indices.filter { heights[$0] > 0 }
            .map { "M\($0) \(Self.plotHeight)v-\(heights[$0])" }.joined()
        if !path.isEmpty { html.element("path", ["class": kind, "d": path]) { _ in } }
    }

    /// Draws the latest of what was accepted at each place, on a scale that shows both a millisecond and a minute.
    private func writeLateness(to html: inout HTMLWriter) {
        var heights = [Int](repeating: 0, count: TimeAxis.width + 1)
        for entry in run.asRun.entries where entry.result.outcome == .sent {
            guard let actual = entry.actual else { continue }
            let place = axis.place(of: actual)
            heights[place] = max(heights[place], Self.height(ofMilliseconds: Int(entry.result.late.milliseconds)))
        }
        let scale = [(10, "10 ms"), (100, "100 ms"), (1000, "1 s"), (10_000, "10 s"), (60_000, "1 min")]
        plot(
            "Lateness of what was accepted, over time",
            scale: scale.map { (Self.height(ofMilliseconds: $0.0), $0.1) }, to: &html
        ) { strip, html in
            bars(heights, "sent thin", to: &html)
            let missed = run.asRun.entries.lazy.filter { $0.result.outcome != .sent && !$0.isDeliberate }
            strip.writeMarks(at: missed.map(\.result.due), kind: "bad thin", to: &html)
        }
    }

    /// The height on a scale of powers of two of milliseconds, up to about two minutes.
    private static func height(ofMilliseconds milliseconds: Int) -> Int {
        var height = 0.0
        var rest = Double(max(0, milliseconds)) + 1
        while rest >= 2 {
            rest /= 2
            height += 1
        }
        return min(plotHeight, Int(((height + rest - 1) * 6).rounded()))
    }

    /// Draws the busiest second of each place.
    private func writePace(to html: inout HTMLWriter) {
        var seconds: [Int64: Int] = [:]
        for call in run.asRun.calls { seconds[call.seconds, default: 0] += 1 }
        let most = Double(seconds.values.max() ?? 0)
        let top = max(rate ?? 0, most, 1) * 1.1
        func height(_ calls: Double) -> Int { Int((calls / top * Double(Self.plotHeight)).rounded()) }
        var heights = [Int](repeating: 0, count: TimeAxis.width + 1)
        for (second, calls) in seconds {
            let place = axis.place(of: .seconds(second))
            heights[place] = max(heights[place], height(Double(calls)))
        }
        // Further down it would overlap the axis; the figure is among the totals.
        var scale = height(most) >= 15 ? [(height(most), Int(most).description)] : []
        if let rate, abs(rate - most) > top / 8 { scale.append((height(rate), rate.shortText)) }
        plot("Calls a second, over time", scale: scale, to: &html) { _, html in
            bars(heights, "system", to: &html)
            if let rate { line(at: height(rate), "limit", to: &html) }
        }
    }

    // MARK: Lanes

    private struct Lane {
        var name: String
        var sent: [Instant] = []
        var bad: [Instant] = []
        var left: [Instant] = []
    }

    private var lanes: [Lane] {
        var lanes: [Lane] = []
        var indices: [String: Int] = [:]
        for entry in run.asRun.entries {
            let id = entry.result.roomID
            let index = indices[id] ?? lanes.count
            if index == lanes.count {
                indices[id] = index
                lanes.append(Lane(name: entry.result.roomName))
            }
            if entry.result.outcome == .sent {
                lanes[index].sent.append(entry.actual ?? entry.result.due)
            } else if entry.isDeliberate {
                lanes[index].left.append(entry.result.due)
            } else {
                lanes[index].bad.append(entry.result.due)
            }
        }
        guard lanes.count > Self.mostLanes else { return lanes }
        return lanes.enumerated().sorted { ($1.element.bad.count, $0.offset) < ($0.element.bad.count, $1.offset) }
            .map(\.element)
    }

    private func writeLanes(to html: inout HTMLWriter) {
        let lanes = lanes
        let strip = TimeStrip(axis: axis, height: 18)
        for lane in lanes.prefix(Self.mostLanes) {
            html.element("div", ["class": "lane"]) { html in
                html.element("span", text: lane.name)
                let label = "\(lane.name): \(lane.sent.count) accepted, \(lane.bad.count) not sent"
                strip.write(spans, label: label, to: &html) { html in
                    strip.writeMarks(at: lane.sent, kind: "sent", to: &html)
                    strip.writeMarks(at: lane.left, kind: "left", to: &html)
                    strip.writeMarks(at: lane.bad, kind: "bad", to: &html)
                }
            }
        }
        axis.write(to: &html)
        let rest = lanes.count - Self.mostLanes
        if rest > 0 { html.element("p", ["class": "soft"], text: "and \(rest) more rooms, where less went wrong") }
    }
}
