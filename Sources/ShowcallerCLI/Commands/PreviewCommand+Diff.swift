import ArgumentParser
import HostSystem
import JSONText
import Rehearsing
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

extension PreviewCommand {
    /// Shows the differences from an earlier version of the timelines. Ends with status 1 where anything is, 2 where that cannot be
    /// told.
    func compare(with other: String) throws {
        let now = SystemTime().now.wall.wholeMilliseconds
        var otherInput = input
        otherInput.paths = [other]
        let before = try selection(of: otherInput, now)
        let after = try selection(of: input, now)
        let rooms = try rooms(of: before.timelines + after.timelines)
        let diff = PlanDiff(rows(before, rooms), rows(after, rooms))
        let starts = Self.starts(before, after)
        let text = PlanDiffText(diff: diff, style: .output)
        if format == .jsonl {
            var output = Output.standard
            for change in diff.changes.prefix(limit ?? .max) { output.append { $0.append(change) } }
            output.flush()
            Output.print(starts + [text.summary], to: .error)
        } else {
            Output.print(
                starts.map { "\(text.style.yellow("~")) \($0)" } + text.lines(limit: limit) + [text.summary])
        }
        guard diff.changes.isEmpty, starts.isEmpty else { throw ExitCode(1) }
    }

    private func selection(of input: TimelineOptions, _ now: Instant) throws -> PreviewSelection {
        let timelines = try input.load(at: now, mostDeliveries: TimelineOptions.mostPreviewed).valid(orExit: 2)
            .timelines
        return try PreviewSelection(timelines, window, start: start, now: now)
    }

    private func rows(_ selection: PreviewSelection, _ rooms: Set<String>?) -> [PreviewRow] {
        var rows: [PreviewRow] = []
        // The plan alone, whatever a quota makes of it.
        _ = Preview.play(selection.shows, rate: nil, roomRate: nil, window: selection.window) { row in
            if includes(row, rooms) { rows.append(row) }
            return true
        }
        return rows
    }

    /// Names and starts that are not the same.
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
}
