import ArgumentParser
import Foundation
import HostSystem
import ShowRuntime

struct TellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tell",
        abstract: "Commands a running scheduler: hold, go, shift D, skip ID, cancel, stop, status.",
        usage: "showcaller tell [RUN] hold|go|shift D|skip ID|cancel|stop|status",
        discussion: """
              hold      the show's clock stands still
              go        it goes on; everything not yet attempted is moved by the time held
              shift D   moves everything not yet attempted: shift 2s, shift -1m
              skip ID   cancels one message
              cancel    cancels all that is left and ends the run
              stop      stops the run; the same run command goes on with it later
              status    what is playing

            RUN is a run's id or its timeline's name, and can be left out where only one is playing.
            """)

    @Argument(parsing: .captureForPassthrough, help: "The command, the run before it where there are several.")
    var words: [String] = []

    func validate() throws { _ = try parsed() }

    func run() async throws {
        let written = try parsed()
        let (run, verb) = (written.run, written.verb)
        let folder: RuntimeFolder
        do { folder = try RuntimeFolder(environment: ProcessInfo.processInfo.environment) } catch {
            throw Failure(error.message)
        }
        let (schedulers, isAnySilent) = await RunningScheduler.find(in: folder)
        let wanted = schedulers.filter { scheduler in run.map(scheduler.plays) ?? true }
        guard let scheduler = wanted.first else {
            if isAnySilent { throw Failure("a scheduler is running, and does not answer") }
            throw Failure(
                schedulers.isEmpty && verb == "status" || run == nil
                    ? "no scheduler is running" : "no run \"\(run ?? "")\" is playing")
        }
        if verb == "status" { return Output.print(wanted.flatMap { StatusText.lines($0.status, run: run) }) }
        guard wanted.count == 1 else {
            throw Failure(
                "several schedulers are running, name the run: \(wanted.flatMap(\.runs).joined(separator: ", "))")
        }
        guard let answer = try? await scheduler.client.command(verb, argument: written.argument, run: run) else {
            throw Failure("the scheduler does not answer")
        }
        guard answer.isDone else { throw Failure(answer.message) }
        Output.print(visible(answer.message))
    }

    private func parsed() throws -> WrittenCommand {
        if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
        // A negative shift may be kept from being taken for an option.
        do throws(ControlRequest.Problem) {
            return try WrittenCommand(words: words.filter { $0 != "--" })
        } catch { throw ValidationError(error.message) }
    }
}
