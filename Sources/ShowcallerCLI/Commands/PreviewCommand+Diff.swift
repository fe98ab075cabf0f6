import ArgumentParser
import HostSystem
import JSONText
import Rehearsing
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

extension PreviewCommand {
    /// Shows the differences from another version of the timelines. Ends with status 1 where there are any, 2 where one of the
    /// versions is invalid or cannot be read.
    func compare(with other: String) throws {
        let now = SystemTime().now.wall.wholeMilliseconds
        var otherInput = input
        otherInput.paths = [other]
        let before = try selection(of: otherInput, now)
        let after = try selection(of: input, now)
        let rooms = try rooms(of: before.timelines + after.timelines)
        let comparison = PlanComparison(before, after, filter: filter(rooms))
        if format == .jsonl {
            var output = Output.standard
            for change in comparison.diff.changes.prefix(limit ?? .max) { output.append { $0.append(change) } }
            output.flush()
            Output.print(comparison.starts + [PlanDiffText(diff: comparison.diff, style: .plain).summary], to: .error)
        } else {
            comparison.print(limit: limit)
        }
        guard comparison.isSame else { throw ExitCode(1) }
    }

    private func selection(of input: TimelineOptions, _ now: Instant) throws -> PreviewSelection {
        let timelines = try input.load(at: now, mostDeliveries: TimelineOptions.mostPreviewed).valid(orExit: 2)
            .timelines
        return try PreviewSelection(timelines, window, start: start, now: now)
    }
}
