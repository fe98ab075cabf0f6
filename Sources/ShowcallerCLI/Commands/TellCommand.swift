import ArgumentParser
import Foundation
import HostSystem
import Scheduling
import ShowRuntime

struct TellCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tell",
        abstract: "Commands a running scheduler: hold, go, shift, skip, fire, again, set, panic, status and more.",
        usage: "showcaller tell [--run RUN] VERB [ARGUMENT]",
        discussion: """
              hold         the show's clock stands still
              go [HOLD]    it goes on; everything not yet attempted is moved by the time held
              shift D      moves everything not yet attempted: shift 2s, shift -1m
              skip CUE     leaves something out
              unskip CUE   brings back what of it is still to come
              fire CUE     sends a cue now, ahead of its time, and not again at its time
              again CUE    sends once more what was missed, failed, refused or cancelled;
                           with --not-shown also what nobody knows of
              set NAME=VALUE
                           gives an input of the timeline its value, and shows what goes out with it;
                           on a terminal it asks before
              cancel       cancels all that is left and ends the run
              stop         stops the run; the same run command goes on with it later
              panic        holds every run at once
              next [N]     the next cues, with their times, rooms and texts
              status       what is playing

            CUE is a message (offer), one time that it comes (countdown#3), or either in one room
            (offer@123). HOLD, as status shows it, makes sure that go ends that hold and no later
            one. RUN is a run's id or its timeline's name, and can be left out where only one is
            playing.
            """)

    @Argument(parsing: .captureForPassthrough, help: "The command, the run before it where there are several.")
    var words: [String] = []

    func validate() throws { _ = try parsed() }

    func run() async throws {
        let written = try parsed()
        let (run, verb) = (written.run, written.verb)
        let folders = RuntimeFolders(environment: ProcessInfo.processInfo.environment)
        let (schedulers, isAnySilent) = await RunningScheduler.find(in: folders)
        let wanted = schedulers.filter { scheduler in run.map(scheduler.plays) ?? true }
        guard let scheduler = wanted.first else {
            if isAnySilent { throw Failure("a scheduler is running, and does not answer") }
            throw Failure(
                schedulers.isEmpty && verb == "status" || run == nil
                    ? "no scheduler is running" : "no run \"\(run ?? "")\" is playing")
        }
        if verb == "status" { return Output.print(wanted.flatMap { StatusText.lines($0.status, run: run) }) }
        let origin = CommandOrigin(id: UUID().uuidString, by: NSUserName())
        if verb == "panic" { return try await panic(wanted, origin) }
        guard wanted.count == 1 else {
            throw Failure(
                "several schedulers are running, name the run: \(wanted.flatMap(\.runs).joined(separator: ", "))")
        }
        if verb == "next" {
            return try await showNext(scheduler, try ControlRequest.cueCount(written.argument), run: run)
        }
        if verb == "set" { try await showWhatGoesOut(scheduler, argument: written.argument, run: run) }
        try await tell(scheduler, verb, argument: written.argument, run: run, from: origin)
    }

    /// Shows what would go out with a value, and asks on a terminal whether it is to.
    private func showWhatGoesOut(_ scheduler: RunningScheduler, argument: String?, run: String?) async throws {
        guard let answer = try? await scheduler.client.command("set", argument: argument, run: run, isCheck: true)
        else { throw Failure("the scheduler does not answer") }
        guard answer.isDone else { throw Failure(answer.message) }
        Output.print(
            answer.cues.flatMap { cue in
                [visible(cue.name)] + cue.texts.flatMap { NextCuesText.lines($0) }
            })
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return }
        let question = "\(visible(answer.message)). Enter sets it, anything else does not: "
        FileHandle.standardOutput.write(Data(question.utf8))
        guard readLine() == "" else { throw Failure("nothing was set") }
    }

    private func tell(
        _ scheduler: RunningScheduler, _ verb: String, argument: String? = nil, run: String? = nil,
        from origin: CommandOrigin
    ) async throws {
        guard
            let answer = try? await scheduler.client.command(verb, argument: argument, run: run, from: origin)
        else { throw Failure("the scheduler does not answer") }
        guard answer.isDone else { throw Failure(answer.message) }
        Output.print(visible(answer.message))
    }

    private func showNext(_ scheduler: RunningScheduler, _ most: Int, run: String?) async throws {
        guard let answer = try? await scheduler.client.next(most, run: run) else {
            throw Failure("the scheduler does not answer")
        }
        switch answer {
        case .success(let next): Output.print(NextCuesText.lines(next))
        case .failure(let refusal): throw Failure(refusal.message)
        }
    }

    /// Every account is told, whatever becomes of another.
    private func panic(_ schedulers: [RunningScheduler], _ origin: CommandOrigin) async throws {
        var failure: (any Error)?
        for scheduler in schedulers {
            do { try await tell(scheduler, "panic", from: origin) } catch { failure = failure ?? error }
        }
        if let failure { throw failure }
    }

    private func parsed() throws -> WrittenCommand {
        if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
        // A negative shift may be kept from being taken for an option.
        do throws(ControlRequest.Problem) {
            return try WrittenCommand(words: words.filter { $0 != "--" })
        } catch { throw ValidationError(error.message) }
    }
}
