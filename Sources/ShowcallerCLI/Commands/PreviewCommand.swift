import ArgumentParser
import HostSystem
import Rehearsing
import Scheduling
import ShowRuntime
import ShowTime
import Timelines

struct PreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Shows every delivery: when, where, and byte for byte what.",
        discussion: """
            Deliveries of one message with one text are one row; --each gives each its own, as jsonl and csv always do. A room \
            is meant by its name, by a group's, or by its id.

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

    enum Format: String, ExpressibleByArgument, CaseIterable { case table, jsonl, csv, html }

    @OptionGroup var input: TimelineOptions

    @Option(help: StartOption.help)
    var start: StartOption?

    @OptionGroup var window: WindowOptions

    @Option(help: ArgumentHelp("Only this room: its name, its id, or a group. May be given again.", valueName: "room"))
    var room: [String] = []

    @Option(help: ArgumentHelp("Only messages of this category: system or chat.", valueName: "category"))
    var category: CategoryOption?

    @Option(help: ArgumentHelp("Only the first so many rows.", valueName: "count"))
    var limit: Int?

    @Flag(help: "A row for each delivery, not for each text.")
    var each = false

    @Option(help: "Calls a second of the account, or unlimited.")
    var rate = RateOption(rate: 100)

    @Option(help: "Calls a second of one room, or unlimited.")
    var roomRate = RateOption(rate: 20)

    @Option(
        help:
            "table for people, html for a client's sign-off: one page. jsonl and csv for programs, with the totals on standard error."
    )
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
        if [.csv, .html].contains(format) { throw ValidationError("--diff is shown as table or jsonl") }
    }

    func run() throws {
        if let diff { return try compare(with: diff) }
        let now = SystemTime().now.wall.wholeMilliseconds
        let files = try input.load(at: now, mostDeliveries: TimelineOptions.mostPreviewed).valid()
        let rooms = try rooms(of: files.timelines)
        let selection = try PreviewSelection(files.timelines, window, start: start, now: now)
        let locked = try lock.map { try writeLock($0, files) } ?? []
        preview(selection, rooms: rooms, now: now, locked: locked)
    }

    /// The least number of deliveries that are handed over at once to the thread that writes them, beside the show.
    private static let deliveriesAtOnce = 512

    private func preview(_ selection: PreviewSelection, rooms: Set<String>?, now: Instant, locked: [String]) {
        let writing = BatchWorker(
            PreviewWriter(
                format, shows: selection.shows, filter: filter(rooms), isOfDeliveries: each, limit: limit)
        ) {
            $0.write($1)
        }
        let summary = Preview.play(
            selection.shows, rate: rate.rate, roomRate: roomRate.rate, window: selection.window,
            atLeast: Self.deliveriesAtOnce, takeBatch: writing.give)
        var writer = writing.finish()
        writer.finish()
        guard !writer.output.isClosed else { return }
        let notes = PreviewNotes(
            summary: summary, shown: writer.shown, selection: selection, rate: rate.rate, roomRate: roomRate.rate,
            now: now,
            remarks: selection.remarks + locked)
        writer.writePage(notes: notes.lines(.plain))
        let isTable = format == .table
        Output.print(notes.lines(isTable ? .output : .plain), to: isTable ? writer.output : .error)
    }

    /// - Parameter rooms: RoomIds; nil for all.
    func filter(_ rooms: Set<String>?) -> PreviewFilter { PreviewFilter(category: category?.category, rooms: rooms) }

    /// The ids of the rooms that are asked for, nil for all.
    func rooms(of timelines: [Timeline]) throws -> Set<String>? {
        guard !room.isEmpty else { return nil }
        return try room.reduce(into: []) { ids, name in
            try ids.formUnion(RoomNames.ids(of: name, in: timelines, option: "--room \(name)"))
        }
    }

    /// Writes the lock of valid timelines. Returns the lines that tell people about it.
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
