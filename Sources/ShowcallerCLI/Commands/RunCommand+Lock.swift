import HostSystem
import Rehearsing
import ShowRuntime

extension RunCommand {
    /// Compares timelines with the lock. Departures from it prevent a start, as errors in a timeline do.
    func checkedAgainstLock(_ files: TimelineFiles) -> TimelineFiles {
        guard let path = lock, files.areValid else { return files }
        var files = files
        do throws(PlanLock.Unreadable) {
            let departures = try PlanLock(contentsOf: path).departures(
                of: files.sources(overrides: input.variables), start: start.requested)
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

extension PlanLock {
    fileprivate init(contentsOf path: String) throws(Unreadable) {
        let bytes: [UInt8]
        do throws(FileSystem.Failure) {
            bytes = try FileSystem.read(path, limit: 64 << 20)
        } catch {
            throw Unreadable(message: error.message)
        }
        do throws(Unreadable) {
            try self.init(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw Unreadable(message: "\(path): \(error.message)")
        }
    }
}
