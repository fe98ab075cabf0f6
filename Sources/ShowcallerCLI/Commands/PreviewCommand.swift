import ArgumentParser
import Foundation
import ShowTime
import Showcaller
import Timelines

struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Shows every delivery: when, where, and byte for byte what.",
        discussion: """
            "expected" is when the quota lets a delivery go. What preview shows is what goes out: the same engine plays \
            the script, with a virtual clock.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, jsonl, csv }

    @OptionGroup var script: ScriptOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @Option(help: ArgumentHelp("Only this room (its name or its id). May be given again.", valueName: "room"))
    var room: [String] = []

    @Option(help: ArgumentHelp("Only the first so many deliveries.", valueName: "count"))
    var limit: Int?

    @Option(help: "Calls a second of the account, or unlimited.")
    var rate = RateOption(rate: 100)

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Option(help: "table for people; jsonl and csv for programs, with the totals on standard error.")
    var format = Format.table

    func run() throws {
        let now = SystemTime().now.wall.wholeMilliseconds
        let environment = ProcessInfo.processInfo.environment
        var errors = Output.error
        let files = script.load(try script.loadingOptions(assumedStart: now))
        guard files.areValid else {
            DiagnosticPrinter.print(files, to: &errors, Style(for: STDERR_FILENO, environment: environment))
            errors.flush()
            throw ExitCode(1)
        }
        let timelines = files.timelines
        try checkRooms(timelines)
        var startless: [String] = []
        let shows = timelines.map { timeline in
            let start = self.start.instant(for: timeline, now: now)
            if start == nil { startless.append(timeline.name) }
            return (timeline: timeline, start: start ?? now)
        }
        var writer = PreviewWriter(
            format, shows: shows, style: Style(for: STDOUT_FILENO, environment: environment))
        writer.begin()
        var shown = 0
        let summary = Preview.play(shows, rate: rate.rate, roomRate: roomRate.rate) { row in
            guard room.isEmpty || room.contains(row.roomName) || room.contains(row.roomID) else { return true }
            if let limit, shown >= limit { return true }
            shown += 1
            writer.write(row)
            return true
        }
        writer.finish()
        let notes = PreviewNotes.lines(
            summary, shown: shown, zone: timelines[0].zone, rate: rate.rate, startless: startless, now: now)
        var summaryOutput = format == .table ? writer.output : errors
        for line in notes { summaryOutput.line(line) }
        summaryOutput.flush()
    }

    private func checkRooms(_ timelines: [Timeline]) throws {
        let names = timelines.flatMap { $0.rooms.flatMap { [$0.name, $0.id] } }
        for name in room where !names.contains(name) {
            throw wrongUsage("there is no room \"\(visible(name))\"" + Suggestion.hint(for: name, among: names))
        }
    }
}
