import ArgumentParser
import HostSystem
import ShowTime
import Showcaller

extension PreviewCommand {
    /// Writes the lock of scripts that are valid. Returns what is to be said of it.
    func writeLock(_ path: String, _ files: TimelineFiles) throws -> [String] {
        let lock = PlanLock(files, start: start?.start ?? .asWritten, overrides: script.variables)
        do throws(FileSystem.Failure) {
            try FileSystem.write(Array(lock.text.utf8), to: path)
        } catch {
            throw Failure("cannot write \(visible(path)): \(error.reason)")
        }
        var lines = ["locked in \(visible(path)): all of \(lock.entries.map(\.timeline).joined(separator: ", "))"]
        for entry in lock.entries where entry.digest.isOfScript {
            lines.append(
                "texts of \(entry.timeline) hang on a start that is not known: every byte of its script is locked")
        }
        return lines
    }
}

extension RunCommand {
    /// Holds scripts against the lock. What departs from it stands in the way of a start, as what is wrong with a script does.
    func checkedAgainstLock(_ files: TimelineFiles) -> TimelineFiles {
        guard let path = lock, files.areValid else { return files }
        var files = files
        do throws(PlanLock.Unreadable) {
            let lock = try PlanLock(contentsOf: path)
            let departures = lock.departures(
                of: files, start: start?.start ?? .asWritten, overrides: script.variables)
            files.problems += departures.map { "\(path): \($0)" }
            if !departures.isEmpty {
                files.problems.append(
                    "nothing that departs from the lock is played: preview --diff shows changes, preview --lock agrees to them"
                )
            }
        } catch {
            files.problems.append(error.message)
        }
        return files
    }
}
