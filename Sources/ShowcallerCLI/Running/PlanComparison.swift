import Rehearsing
import Scheduling
import ShowTime
import Timelines

/// Two versions of timelines, compared.
struct PlanComparison {
    let diff: PlanDiff
    /// Names and starts that are not the same, a line each.
    let starts: [String]

    var isSame: Bool { diff.changes.isEmpty && starts.isEmpty }

    /// - Parameters:
    ///   - isMadeID: whether a message's id was made from its content.
    ///   - filter: which deliveries are compared.
    init(
        _ before: PreviewSelection, _ after: PreviewSelection,
        isMadeID: (String) -> Bool = PlanDiff.isHash, filter: PreviewFilter = .all
    ) {
        func rows(_ selection: PreviewSelection) -> [PreviewRow] {
            var rows: [PreviewRow] = []
            // Only the plan is compared, without the delays by a quota.
            _ = Preview.play(selection.shows, rate: nil, roomRate: nil, window: selection.window) { row in
                if filter.includes(row) { rows.append(row) }
                return true
            }
            return rows
        }
        diff = PlanDiff(rows(before), rows(after), isMadeID: isMadeID)
        starts = Self.starts(before, after)
    }

    private static func starts(_ before: PreviewSelection, _ after: PreviewSelection) -> [String] {
        var lines: [String] = []
        let isOne = before.shows.count == 1 && after.shows.count == 1
        for (timeline, start) in after.shows {
            let other = isOne ? before.shows.first : before.shows.first { $0.timeline.name == timeline.name }
            guard let other else { continue }
            if other.timeline.name != timeline.name {
                lines.append("timeline \(other.timeline.name) → \(timeline.name)")
            }
            let isKnown = !before.startless.contains(other.timeline.name)
            let wasAt = isKnown ? other.timeline.zone.text(of: other.start) : "no start"
            let isAt = after.startless.contains(timeline.name) ? "no start" : timeline.zone.text(of: start)
            if wasAt != isAt { lines.append("\(timeline.name) start \(wasAt) → \(isAt)") }
        }
        return lines
    }

    /// Prints it for people.
    ///
    /// - Parameter origin: the place where the present version of a delivery was written; nil where it need not be shown.
    func print(limit: Int? = nil, origin: @escaping (PreviewRow) -> String? = { _ in nil }) {
        let text = PlanDiffText(diff: diff, style: .output, origin: origin)
        Output.print(starts.map { "\(text.style.yellow("~")) \($0)" } + text.lines(limit: limit) + [text.summary])
    }
}
