import ArgumentParser
import Foundation
import HostSystem
import JSONText
import Showcaller

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
        let (run, verb, argument) = try parsed()
        let folder: RuntimeFolder
        do { folder = try RuntimeFolder(environment: ProcessInfo.processInfo.environment) } catch {
            throw Failure(error.message)
        }
        let schedulers = await RunningScheduler.find(in: folder)
        var output = Output.standard
        if verb == "status" {
            guard !schedulers.isEmpty else { throw Failure("no scheduler is running") }
            let wanted = schedulers.filter { scheduler in run.map(scheduler.plays) ?? true }
            guard !wanted.isEmpty else { throw Failure("no run \"\(visible(run ?? ""))\" is playing") }
            for scheduler in wanted {
                for line in StatusText.lines(scheduler.status, run: run) { output.line(line) }
            }
            output.flush()
            return
        }
        let scheduler = try Self.choose(among: schedulers, run: run)
        guard let answer = try? await scheduler.client.command(verb, argument: argument, run: run) else {
            throw Failure("the scheduler does not answer")
        }
        let text = ControlAnswer(answer.body).message ?? "done"
        guard answer.isOK else { throw Failure(text) }
        output.line(visible(text))
        output.flush()
    }

    private func parsed() throws -> (run: String?, verb: String, argument: String?) {
        if words == ["--help"] || words == ["-h"] { throw CleanExit.helpRequest(self) }
        // A negative shift may be kept from being taken for an option.
        let words = words.filter { $0 != "--" }
        guard let first = words.first else {
            throw ValidationError("say what: \(ControlRequest.verbs.joined(separator: ", "))")
        }
        var rest = words[...]
        var run: String?
        if !ControlRequest.verbs.contains(first) {
            run = first
            rest = rest.dropFirst()
        }
        guard let verb = rest.first, ControlRequest.verbs.contains(verb), rest.count <= 2 else {
            throw ValidationError("say what: \(ControlRequest.verbs.joined(separator: ", "))")
        }
        let argument = rest.dropFirst().first
        if verb != "status" {
            do { _ = try ControlRequest.command(verb, argument: argument) } catch {
                throw ValidationError(error.message)
            }
        }
        return (run, verb, argument)
    }

    private static func choose(among schedulers: [RunningScheduler], run: String?) throws -> RunningScheduler {
        let wanted = schedulers.filter { scheduler in run.map(scheduler.plays) ?? true }
        guard let first = wanted.first else {
            throw Failure(run.map { "no run \"\(visible($0))\" is playing" } ?? "no scheduler is running")
        }
        guard wanted.count == 1 else {
            throw Failure(
                "several schedulers are running, name the run: \(wanted.flatMap(\.runs).joined(separator: ", "))")
        }
        return first
    }
}

/// A scheduler that answered.
struct RunningScheduler {
    var client: ControlClient
    var status: [UInt8]
    var runs: [String]

    static func find(in folder: RuntimeFolder) async -> [RunningScheduler] {
        var found: [RunningScheduler] = []
        for socket in folder.sockets {
            let client = ControlClient(socket: socket)
            // One that a killed process left behind answers nothing.
            guard let answer = try? await client.status(), answer.isOK else { continue }
            let runs = StatusText.runs(answer.body).filter(\.isPlaying).map(\.id)
            found.append(RunningScheduler(client: client, status: answer.body, runs: runs))
        }
        return found
    }

    func plays(_ run: String) -> Bool { runs.contains { $0 == run || $0.hasPrefix(run + "@") } }
}

/// The answer to a command.
struct ControlAnswer {
    var message: String?
    var accepted: Bool?
    var definite: Bool?
    var code: Int?
    var reason: String?
    var messageID: String?
    var tookMilliseconds: Int?

    init(_ body: [UInt8]) {
        var answer = (
            message: String?.none, accepted: Bool?.none, definite: Bool?.none, code: Int?.none, reason: String?.none,
            messageID: String?.none, took: Int?.none
        )
        body.withUnsafeBufferPointer { bytes in
            _ = JSONObject.read(bytes) { key, value in
                switch String(decoding: key, as: UTF8.self) {
                case "message", "error": answer.message = value.text
                case "accepted": answer.accepted = value.bool
                case "definite": answer.definite = value.bool
                case "code": answer.code = value.integer
                case "reason": answer.reason = value.text
                case "message_id": answer.messageID = value.text
                case "took_ms": answer.took = value.integer
                default: break
                }
            }
        }
        (message, accepted, definite, code, reason, messageID, tookMilliseconds) = answer
    }
}
