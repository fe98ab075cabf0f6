import ArgumentParser
import HostSystem
import Rehearsing
import ShowRuntime
import ShowTime

extension PreviewCommand {
    /// Writes the lock of timelines that are valid. Returns what is to be said of it.
    func writeLock(_ path: String, _ files: TimelineFiles) throws -> [String] {
        let lock = PlanLock(files.sources(overrides: input.variables), start: start.requested)
        do throws(FileSystem.Failure) {
            try FileSystem.write(Array(lock.text.utf8), to: path)
        } catch {
            throw Failure("cannot write \(visible(path)): \(error.reason)")
        }
        var lines = ["locked in \(visible(path)): all of \(lock.entries.map(\.timeline).joined(separator: ", "))"]
        for entry in lock.entries where entry.digest.isOfTimeline {
            lines.append(
                "texts of \(entry.timeline) depend on a start that is not known: every byte of its timeline is locked")
        }
        return lines
    }
}
