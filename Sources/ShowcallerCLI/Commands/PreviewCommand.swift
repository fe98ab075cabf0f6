import ArgumentParser
import HostSystem
import Rehearsing
import ShowRuntime
import ShowTime
import Timelines

struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Shows every delivery: when, where, and byte for byte what.",
        discussion: """
            "expected" is how much later than due the quota lets a delivery go; with a star, it is the room's own quota. What \
            preview shows is what goes out: the same engine plays the timeline, with a virtual clock.

            With instants as --from or --to, every run of every timeline is shown that plays then: what goes out next week? \
            Cron expressions give their starts whatever --start says; other timelines start as --start or they themselves say. \
            All of them share the quota, as they will.

            --diff names a delivery by message, occurrence and room, and finds messages without an id by their text or time \
            where that is unambiguous.

            --lock locks what is planned, with --start and variables as given here; where a timeline leaves its start open and \
            texts depend on it, every byte of the timeline instead.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, jsonl, csv }

    @OptionGroup var input: TimelineOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @OptionGroup var window: WindowOptions

    @Option(help: ArgumentHelp("Only this room (its name or its id). May be given again.", valueName: "room"))
    var room: [String] = []

    @Option(help: ArgumentHelp("Only messages of this category: system or chat.", valueName: "category"))
    var category: CategoryOption?

    @Option(help: ArgumentHelp("Only the first so many deliveries.", valueName: "count"))
    var limit: Int?

    @Option(help: "Calls a second of the account, or unlimited.")
    var rate = RateOption(rate: 100)

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Option(help: "table for people; jsonl and csv for programs, with the totals on standard error.")
    var format = Format.table

    @Option(
        help: ArgumentHelp(
            "Show what has changed since another version, a file or a folder. Status 0: nothing, 1: something, 2: one of them is invalid.",
            valueName: "other"))
    var diff: String?

    @Option(
        help: ArgumentHelp(
            "Write down the plan in this file, all of it, so that \"run --lock\" plays that and nothing else.",
            valueName: "file"))
    var lock: String?

    func validate() throws {
        guard diff != nil else { return }
        if lock != nil { throw ValidationError("--lock is for what is previewed: give it without --diff") }
        if window.isOfInstants {
            throw ValidationError("--diff compares show times: --from and --to are offsets with it")
        }
        if format == .csv { throw ValidationError("--diff is shown as table or jsonl") }
    }

    func run() throws {
        if let diff { return try compare(with: diff) }
        let now = SystemTime().now.wall.wholeMilliseconds
        let files = try input.load(at: now, mostDeliveries: TimelineOptions.mostPreviewed).valid()
        try checkRooms(files.timelines)
        let selection = try PreviewSelection(files.timelines, window, start: start, now: now)
        let locked = try lock.map { try writeLock($0, files) } ?? []
        try preview(selection, now: now, locked: locked)
    }

    private func preview(_ selection: PreviewSelection, now: Instant, locked: [String]) throws {
        var writer = PreviewWriter(format, shows: selection.shows)
        var shown = 0
        let summary = Preview.play(
            selection.shows, rate: rate.rate, roomRate: roomRate.rate, window: selection.window
        ) { row in
            guard includes(row) else { return true }
            if let limit, shown >= limit { return true }
            shown += 1
            writer.write(row)
            // Ends where the reader has gone.
            return !writer.output.isClosed
        }
        writer.finish()
        guard !writer.output.isClosed else { return }
        let notes = PreviewNotes(
            summary: summary, shown: shown, selection: selection, rate: rate.rate, roomRate: roomRate.rate, now: now,
            remarks: selection.remarks + locked)
        let isTable = format == .table
        Output.print(notes.lines(isTable ? .output : .plain), to: isTable ? writer.output : .error)
    }

    func includes(_ row: PreviewRow) -> Bool {
        guard category.map({ $0.category == row.category }) ?? true else { return false }
        return room.isEmpty || room.contains(row.roomName) || room.contains(row.roomID)
    }

    func checkRooms(_ timelines: [Timeline]) throws {
        guard !room.isEmpty else { return }
        let names = timelines.flatMap { $0.rooms.flatMap { [$0.name, $0.id] } }
        for name in room where !names.contains(name) {
            throw wrongUsage("there is no room \"\(name)\"" + Suggestion.hint(for: name, among: names))
        }
    }

    /// Writes the lock of timelines that are valid. Returns what is to be said of it.
    private func writeLock(_ path: String, _ files: TimelineFiles) throws -> [String] {
        let lock = PlanLock(files.sources(overrides: input.variables), start: start.requested)
        do throws(FileSystem.Failure) {
            try FileSystem.write(Array(lock.text.utf8), to: path)
        } catch {
            throw Failure("cannot write \(path): \(error.reason)")
        }
        var lines = ["locked in \(visible(path)): all of \(lock.entries.map(\.timeline).joined(separator: ", "))"]
        for entry in lock.entries where entry.digest.isOfTimeline {
            lines.append(
                "texts of \(entry.timeline) depend on a start that is not known: every byte of its timeline is locked")
        }
        return lines
    }
}
