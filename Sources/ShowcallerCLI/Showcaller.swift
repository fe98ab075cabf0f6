import ArgumentParser
import Showcaller

@main
struct ShowcallerTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "showcaller",
        abstract: "Calls a live event's chat messages on time, from a script, into ZEGOCLOUD rooms.",
        discussion: """
            A script (timeline) is a YAML file. Typically:

              showcaller check show.yaml                      is it right?
              showcaller preview show.yaml                    what will be said, when and where?
              showcaller run show.yaml --simulate --start now play it against a simulator
              showcaller run show.yaml                        play it for real
              showcaller report runs/*.jsonl                  what happened?

            The account for real runs comes from the environment: ZEGO_APP_ID, and ZEGO_SERVER_SECRET
            or ZEGO_SERVER_SECRET_FILE. Also: ZEGO_BASE_URL, ZEGO_IS_TEST.
            """,
        version: showcallerVersion,
        subcommands: [
            CheckCommand.self, PreviewCommand.self, RunCommand.self, TellCommand.self, ReportCommand.self,
            SendCommand.self, SimulateCommand.self,
        ])
}
