import ArgumentParser
import Glibc
import HostSystem
import ShowRuntime

@main
struct ShowcallerTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "showcaller",
        abstract: "Calls a live event's chat messages on time into ZEGOCLOUD rooms.",
        discussion: """
            A show is written as a timeline: a YAML file. Is it right?
              showcaller check show.yaml
            What will be said, when and where?
              showcaller preview show.yaml
            What would go wrong, and what then?
              showcaller rehearse show.yaml --fault 206@30s..40s=0.2
            Play it to a simulator, now:
              showcaller run show.yaml --simulate --start now
            Play it for real:
              showcaller run show.yaml
            What became of it?
              showcaller report runs

            Real runs need an account in the environment: ZEGO_APP_ID, and
            ZEGO_SERVER_SECRET or ZEGO_SERVER_SECRET_FILE. Where they apply,
            also ZEGO_BASE_URL and ZEGO_IS_TEST.
            """,
        version: showcallerVersion,
        subcommands: [
            CheckCommand.self, PreviewCommand.self, RehearseCommand.self, PreflightCommand.self, RunCommand.self,
            TellCommand.self, WatchCommand.self, ReportCommand.self, SalvageCommand.self, ImportCommand.self,
            SendCommand.self,
            SimulateCommand.self,
            SchemaCommand.self,
        ])

    static func main() async {
        // SIGHUP asks a show that is about to be played for a reload; any other command it ends, as always.
        if CommandLine.arguments.dropFirst().first == RunCommand.configuration.commandName { EarlyHangUp.watch() }
        if Redaction.longest > 0 { CoreDumps.forbid() }
        let problem: (message: String, code: ExitCode)
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
            return
        } catch {
            problem = (fullMessage(for: error), exitCode(for: error))
        }
        // The error is released by now: at the exit, a leak checker would take what it holds for lost.
        exit(saying: problem.message, problem.code)
    }

    /// Exits as ArgumentParser does, with control characters in what people typed made visible, and without the secret.
    private static func exit(saying message: String, _ code: ExitCode) -> Never {
        if !message.isEmpty {
            var message = message.unicodeScalars
            // Line breaks in arguments are made visible: only the message itself may begin lines.
            for argument in CommandLine.arguments {
                for line in argument.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
                {
                    message.replace("\n".unicodeScalars + line, with: "⏎".unicodeScalars + line)
                }
            }
            let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
            let text = lines.map { visible(String($0)) }
            Output.print(text, to: code.isSuccess ? .standard : .error)
        }
        Glibc.exit(code.rawValue)
    }
}
