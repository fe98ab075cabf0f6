import ArgumentParser
import ControlAPI
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
              reload       shows what has changed in the timelines, and goes on with it when you
                           say so, or with --yes
              send --room ROOM --user USER [--name NAME] [--category chat] TEXT
                           sends one message now; ROOM is a room or a group of the timelines that
                           are played, or a RoomId, and may come again
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
        let run = written.run
        let folders = RuntimeFolders(environment: ProcessInfo.processInfo.environment)
        let (schedulers, isAnySilent) = await RunningScheduler.find(in: folders)
        var wanted = schedulers.filter { scheduler in run.map(scheduler.plays) ?? true }
        if wanted.isEmpty { wanted = schedulers.filter { scheduler in run.map(scheduler.willPlay) ?? true } }
        guard !wanted.isEmpty else {
            if isAnySilent { throw Failure("a scheduler is running, and does not answer") }
            throw Failure(
                schedulers.isEmpty && written.verb == "status" || run == nil
                    ? "no scheduler is running here as this user" : "no run \"\(run ?? "")\" is playing")
        }
        let origin = CommandOrigin(id: UUID().uuidString, by: NSUserName())
        let name = run ?? "current"
        switch written.request {
        case .status: Output.print(wanted.flatMap { StatusText.lines($0.status, run: run) })
        case .panic: try await panic(wanted, origin)
        case .reload(let isAgreed):
            for scheduler in wanted { try await reload(scheduler.client, run, isAgreed, origin) }
        case .send(let call): try await send(call, through: one(of: wanted), origin)
        case .next(let most):
            // Asks for as many cues as one call gives: any number that are on their way or skipped may stand before the next
            // ones.
            let answer = try await taken(await one(of: wanted).cues(of: name, most: ControlRequest.mostCues))
            let shown = wanted.lazy.flatMap(\.status.runs).first { $0.run == answer.run }
            Output.print(NextCuesText.lines(answer, of: shown, most: most))
        case .set(let call): try await set(call, through: one(of: wanted), run: name, origin)
        case .command(let command):
            show(try await taken(await one(of: wanted).command(command, run: name, from: origin)))
        }
    }

    /// Shows the texts that go out with a value, asks on a terminal whether it is to be set, and sets it.
    private func set(_ call: SetCall, through client: ControlClient, run: String, _ origin: CommandOrigin) async throws
    {
        var check = call
        check.isCheck = true
        let found = try await taken(await client.set(check, run: run))
        var cue = ""
        for set in found.texts ?? [] {
            if set.cue != cue { Output.print(visible(set.cue)) }
            cue = set.cue
            Output.print(NextCuesText.lines(set.text))
        }
        if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
            Output.print("\(visible(found.message)). Enter sets it, anything else does not: ", to: .error)
            guard readLine() == "" else { throw Failure("nothing was set") }
        }
        show(try await taken(await client.set(call, run: run, from: origin)))
    }

    private func one(of schedulers: [RunningScheduler]) throws -> ControlClient {
        guard let first = schedulers.first, schedulers.count == 1 else {
            let runs = schedulers.flatMap(\.runs).joined(separator: ", ")
            throw Failure("several schedulers are running, name the run: \(runs)")
        }
        return first.client
    }

    /// Returns the answer to a call. Throws where the call was refused or the scheduler does not answer.
    private func taken<Answer>(
        _ call: @autoclosure () async throws -> Result<Answer, APIProblem>
    ) async throws -> Answer {
        let result: Result<Answer, APIProblem>
        do { result = try await call() } catch is ControlClient.Unreachable {
            throw Failure("the scheduler does not answer")
        }
        switch result {
        case .success(let answer): return answer
        case .failure(let problem): throw Failure(lines: problem.message)
        }
    }

    private func show(_ answer: CommandAnswer) {
        Output.print(answer.message.split(separator: "\n").map { visible(String($0)) })
    }

    /// Tells every account, even where another one fails. Throws the first failure.
    private func panic(_ schedulers: [RunningScheduler], _ origin: CommandOrigin) async throws {
        var failure: (any Error)?
        for scheduler in schedulers {
            do { show(try await taken(await scheduler.client.panic(from: origin))) } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private func reload(
        _ client: ControlClient, _ run: String?, _ isAgreed: Bool, _ origin: CommandOrigin
    ) async throws {
        let name = run ?? "all"
        let found = try await taken(await client.reload(ReloadCall(applies: false), run: name))
        let diff = (found.diff ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        Output.print(diff.map { visible(String($0)) })
        // The first line says that nothing is done yet; the timelines that came or went follow it.
        Output.print(found.message.split(separator: "\n").dropFirst().map { visible(String($0)) })
        if !isAgreed {
            guard isatty(STDIN_FILENO) == 1 else { throw Failure("nothing is done: reload --yes goes on with it") }
            Output.print("go on with this? [y/N] ", to: .error)
            guard let answer = readLine()?.lowercased(), answer == "y" || answer == "yes" else {
                throw Failure("nothing is done")
            }
        }
        let call = ReloadCall(applies: true, sha256: found.sha256)
        show(try await taken(await client.reload(call, run: name, from: origin)))
    }

    private func send(_ call: SendCall, through client: ControlClient, _ origin: CommandOrigin) async throws {
        let answer = try await taken(await client.send(call, from: origin))
        let results = answer.results ?? []
        Output.print(
            results.map { result in
                let what = result.outcome == .sent ? "accepted" : result.outcome.rawValue
                let code = result.code.map { $0 == 0 ? "" : " \($0)" } ?? ""
                return visible("\(what)  \(result.room)\(code)\(result.reason.map { " \($0)" } ?? "")")
            })
        let words = answer.message.split(separator: "\n").map { visible(String($0)) }
        Output.print(Array(words.dropFirst()), to: .error)
        guard results.allSatisfy({ $0.outcome == .sent }) else { throw Failure(words.first ?? "") }
    }

    private func parsed() throws -> WrittenCommand {
        if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
        // `--` may stand before a negative shift, to keep it from being taken for an option.
        do throws(ControlRequest.Problem) {
            return try WrittenCommand(words: words.filter { $0 != "--" })
        } catch { throw ValidationError(error.message) }
    }
}
