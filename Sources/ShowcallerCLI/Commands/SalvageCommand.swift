import ArgumentParser
import HostSystem
import RunLog
import Scheduling
import ShowRuntime
import ShowTime

struct SalvageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "salvage",
        abstract: "Makes a log of a damaged one: what is in doubt counts as unknown, and is not sent again.",
        discussion: """
            Every whole record is kept. What was attempted without a final result, and what lines contradict each other about, ends as \
            unknown; so does, at the next start, whatever was due by the time of the damage and has no record. The damaged log is kept as \
            <log>.damaged-N.

            Exit status: 0 done, or nothing is wrong with it; 1 no log can be made of it.
            """)

    @Argument(help: "The log of a run (a JSONL file).")
    var log: String

    @Option(help: ArgumentHelp("Write the log here, and leave the damaged one alone.", valueName: "file"))
    var output: String?

    func run() throws {
        guard FileSystem.exists(log), !FileSystem.isFolder(log) else {
            throw Failure("cannot open \(visible(log)): it is not a file")
        }
        do throws(LogError) {
            // The log is held until it is replaced: the show that writes it must not go on meanwhile.
            let file = try RunLogFile(path: log)
            try salvage(file)
        } catch {
            throw Failure(visible(error.message))
        }
    }

    private func salvage(_ file: RunLogFile) throws(LogError) {
        var lines = Output.standard
        defer { lines.flush() }
        guard file.isBegun else {
            lines.line("\(visible(log)): it was never begun, and nothing of it was sent: the same command begins it")
            return
        }
        let bytes: [UInt8]
        let modified: Instant
        do throws(FileSystem.Failure) {
            bytes = try FileSystem.read(log)
            modified = try FileSystem.modified(log)
        } catch {
            throw .cannotRead(path: log, reason: error.reason)
        }
        let source = Salvage.Source(
            bytes: bytes, run: LogDirectory.run(ofLog: log), mode: LogDirectory.mode(ofLog: log), modified: modified,
            version: showcallerVersion)
        let salvage: Salvage
        do throws(Salvage.Impossible) {
            salvage = try Salvage(source, at: SystemTime().now.wall)
        } catch {
            throw .cannotRead(path: log, reason: error.message)
        }
        if let output {
            do { try RunLogFile.write(salvage.bytes, to: output) } catch {
                throw .cannotWrite(path: output, reason: "\(error)")
            }
            lines.line("\(visible(log)): \(visible("\(salvage.run)"))")
        } else if salvage.isDamaged {
            let kept = try file.replace(with: salvage.bytes)
            lines.line("\(visible(log)): \(visible("\(salvage.run)")), the damaged log is kept as \(visible(kept))")
        } else {
            lines.line("\(visible(log)): \(visible("\(salvage.run)"))")
        }
        for line in salvage.report { lines.line("  \(visible(line))") }
    }
}
