import ArgumentParser
import Rehearsing
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

/// A command of the operator in a rehearsal as it was written: `hold@10m`.
struct RehearsedTell: Sendable {
    let text: String
    private let written: WrittenCommand
    private let command: Command
    private let offset: Interval

    init(_ text: String) throws {
        self.text = text
        // Ids of runs and rooms have an @ too: the time stands behind the last one.
        guard let at = text.lastIndex(of: "@") else { throw Self.problem(text, "say when: hold@10m") }
        do throws(TimeSyntaxError) { offset = try Interval(offset: text[text.index(after: at)...]) } catch {
            throw Self.problem(text, error.message)
        }
        do throws(ControlRequest.Problem) {
            written = try WrittenCommand(words: text[..<at].split(whereSeparator: \.isWhitespace).map(String.init))
        } catch { throw Self.problem(text, error.message) }
        guard let command = written.command else {
            throw Self.problem(text, "\(written.verb) changes nothing: the report says what became of the show")
        }
        self.command = command
    }

    /// Returns the command to the run that it names, or to the only one.
    func command(among runs: [RunID]) throws -> RehearsedCommand {
        if let name = written.run {
            guard let run = runs.first(where: { $0.timeline == name || $0.description == name }) else {
                throw wrongUsage(Self.words(text, "no \"\(name)\" is rehearsed"))
            }
            return RehearsedCommand(command, on: run, at: offset)
        }
        guard runs.count == 1 else {
            let names = runs.map(\.timeline).joined(separator: ", ")
            throw wrongUsage(Self.words(text, "several timelines are rehearsed, name one before the command: \(names)"))
        }
        return RehearsedCommand(command, on: runs[0], at: offset)
    }

    private static func problem(_ text: String, _ message: String) -> ValidationError {
        ValidationError(words(text, message))
    }

    private static func words(_ text: String, _ message: String) -> String { visible("--tell \"\(text)\": \(message)") }
}
