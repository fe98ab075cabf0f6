import Rehearsing
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// What a reload would change in the deliveries that are still to come, as `preview --diff` prints it.
enum ReloadDiffText {
    private static let mostChanges = 200
    /// The most deliveries that are compared: an operator waits for the result.
    private static let mostDeliveries = 50_000

    static func text(_ pairs: [Reloader.Pair]) -> String {
        pairs.map { pair in
            let head = pairs.count > 1 ? ["── \(visible(pair.after.name)) ──"] : []
            guard let before = rows(pair.before, pair), let after = rows(pair.after, pair) else {
                let most = "more than \(mostDeliveries) deliveries are still to come: too many to be compared here"
                return (head + [most]).joined(separator: "\n")
            }
            let text = PlanDiffText(diff: PlanDiff(before, after), style: .plain)
            return (head + text.lines(limit: mostChanges) + [text.summary]).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The deliveries that are still to come; nil where they are too many.
    private static func rows(_ timeline: Timeline, _ pair: Reloader.Pair) -> [PreviewRow]? {
        let lastOffset = [pair.before, pair.after].compactMap(\.lastOffset).max() ?? .zero
        // Of messages without end, an hour is compared.
        let end = max(lastOffset, pair.from + .hours(1))
        var rows: [PreviewRow] = []
        var isTooMuch = false
        _ = Preview.play([(timeline, pair.start)], rate: nil, roomRate: nil, window: .offsets(pair.from...end)) { row in
            if row.offset > pair.from { rows.append(row) }
            isTooMuch = rows.count > mostDeliveries
            return !isTooMuch
        }
        return isTooMuch ? nil : rows
    }
}
