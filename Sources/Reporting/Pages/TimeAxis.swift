import ShowTime

/// The time axis of a page, from left to right: the same for all its drawings.
struct TimeAxis {
    let from: Instant
    let to: Instant
    let start: Instant
    let zone: Zone

    /// The number of places from left to right.
    static let width = 1000

    /// - Parameter start: the start of the show, from which round times are counted.
    init(from: Instant, to: Instant, start: Instant, zone: Zone) {
        self.from = from
        self.to = max(to, from + .seconds(1))
        self.start = start
        self.zone = zone
    }

    /// The place of an instant, from 0 to ``width``.
    func place(of instant: Instant) -> Int {
        let share = (instant - from).seconds / (to - from).seconds
        return Int((min(1, max(0, share)) * Double(Self.width)).rounded())
    }

    private static let steps: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172_800, 604_800,
    ]

    /// Round times, about six of them.
    private var ticks: [Instant] {
        let span = (to - from).seconds
        let step = Self.steps.first { span / Double($0) <= 7 } ?? Int64(span / 6)
        var ticks: [Instant] = []
        let first = ((from - start).nanoseconds - 1).flooredDivision(by: step * 1_000_000_000) + 1
        var tick = start + .seconds(first * step)
        while tick <= to {
            ticks.append(tick)
            tick = tick + .seconds(step)
        }
        return ticks
    }

    func write(to html: inout HTMLWriter) {
        let isLong = to - from > .hours(30)
        html.element("div", ["class": "axis"]) { html in
            for (index, tick) in ticks.enumerated() {
                let place = place(of: tick)
                let edge = place < Self.width / 20 ? " first" : place > Self.width * 19 / 20 ? " last" : ""
                let style = "left:\(Double(place) * 100 / Double(Self.width))%"
                html.element("span", ["class": (index % 2 == 1 ? "rare" : "") + edge, "style": style]) { html in
                    html.append(text: zone.text(of: tick, as: isLong ? "%e %b %H:%M" : "%T"))
                    html.begin("br")
                    html.append(text: (tick - start).clock)
                }
            }
        }
    }
}
