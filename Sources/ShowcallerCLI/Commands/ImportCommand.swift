import ArgumentParser
import HostSystem
import MarkedYAML
import Rehearsing
import RunSheets
import ShowRuntime
import ShowTime
import Timelines

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turns a run-of-show spreadsheet (CSV) into a timeline.",
        discussion: """
            Columns are found by their headers in any case: a time (time, offset, at, GET, mission time, 时间) and a text \
            (text, message, announcement, event, cue, 内容) at least; date, rooms, category, sender and id (日期, 房间, 类别, \
            发送者, 编号) where they are there. Times are offsets (-10m, T+00:05:00, 004:06:46, 5分钟) or times of day (20:05, \
            8:05 PM, 晚上8点05分) that are counted from --start or the first row; past midnight they go on.

            Texts in several languages stand in several columns: --column text.en=English --column text.zh=中文. Each is \
            for the room or group of that name, en and zh; where a row names rooms, stage for instance, for stage-en and \
            stage-zh.

            --rooms keeps the RoomIds in a file of their own, which the timeline includes. Rooms that the sheet names for \
            the first time are added to it; nothing in it is changed, so what is put in there by hand outlives the next \
            import.

            --diff compares with an earlier import, or with what was made of it by hand, as preview --diff does. With it, \
            a timeline is written only where --output says where.

            What could not be placed is said on standard error as SHEET:LINE:COLUMN. Exit status: 0 where every row \
            was placed, 1 where any was not; the others are written all the same. With --diff, 0 also means that nothing \
            has changed, 1 that something has, and 2 that the other timeline is invalid.
            """)

    @Argument(help: "The sheet: CSV in UTF-8, as spreadsheets export it.")
    var sheet: String

    @Option(help: ArgumentHelp("The file to write; left out, it goes to standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Replace the output file if it is there.")
    var force = false

    @Option(help: ArgumentHelp("The timeline's name; left out, made of the sheet's.", valueName: "name"))
    var timeline: String?

    @Option(help: "The show's title.")
    var title: String?

    @Option(help: "When the show starts: an instant, a local \"2026-11-20 20:00\", or a time of day like 20:00.")
    var start: String?

    @Option(help: "The IANA time zone of local times, like Asia/Shanghai.")
    var timezone: String?

    @Option(help: ArgumentHelp("A room for rows that name none. May be given again.", valueName: "room"))
    var room: [String] = []

    @Option(
        help: ArgumentHelp(
            "The file of rooms and RoomIds that the timeline includes; made where it is not there, else added to.",
            valueName: "file"))
    var rooms: String?

    @Option(
        help: ArgumentHelp(
            "Show what has changed since another version of the timeline, which may be the output file.",
            valueName: "timeline"))
    var diff: String?

    @Option(help: ArgumentHelp("The sender's id for rows that name none.", valueName: "id"))
    var sender: String?

    @Option(help: ArgumentHelp("That sender's name.", valueName: "name"))
    var senderName: String?

    @Option(help: "system or chat, for rows that do not say.")
    var category = CategoryOption(.system)

    @Option(
        help: ArgumentHelp(
            "Which column is for what: time, date, text, text.ROOM, rooms, category, sender or id = a header or a number from 1. May be given again.",
            valueName: "what=column"))
    var column: [String] = []

    @Flag(name: .customLong("no-header"), help: "The first row is no header; columns are given by number.")
    var hasNoHeader = false

    @Option(help: "How 00:05 is meant: offset (five seconds in) or clock (past midnight). Left out, the sheet tells.")
    var times: SheetTimes?

    func run() throws {
        let roomsFile = try rooms.map { try RoomsFile($0, besides: output) }
        var options = try sheetOptions()
        options.roomMap = roomsFile.map { ($0.map, $0.include) }
        if let output, !force, FileSystem.exists(output) {
            throw Failure("\(output) is there already: give --force to replace it")
        }
        let now = SystemTime().now.wall.wholeMilliseconds
        // Loaded before anything is written: it may be the file that is replaced.
        let old = try diff.map { path in
            try TimelineFiles.load([path], options: LoadingOptions(assumedStart: now)).valid(orExit: 2).timelines
        }
        let source: SourceText
        do { source = SourceText(name: sheet, bytes: try FileSystem.read(sheet)) } catch {
            throw Failure(error.message)
        }
        let sheet = SheetImport(source, options: options)
        var notes = sheet.problems.map { problem in
            let note = problem.severity == .changed ? "note: " : ""
            return "\(source.place(ofByte: problem.place)): \(note)\(problem.message)"
        }
        var comparison: PlanComparison?
        if var draft = sheet.draft {
            let newRooms = roomsFile == nil ? [] : draft.rooms
            let roomsText = try roomsFile?.text(adding: newRooms)
            if roomsFile != nil { draft.rooms = [] }
            draft.heading = heading
            let timeline = try verify(draft.yaml, roomsFile, roomsText, now: now)
            comparison = old.map { old in
                PlanComparison(
                    PreviewSelection(old, now: now), PreviewSelection([timeline], now: now),
                    isMadeID: { !sheet.givenIDs.contains($0) })
            }
            if diff == nil || output != nil {
                if let roomsFile, let roomsText { notes += try roomsFile.write(roomsText, adding: newRooms) }
                try write(draft.yaml)
            }
            notes += sheet.notes(on: draft).map { "\(source.name): \($0)" }
            let places = Dictionary(draft.messages.map { ($0.id, $0.place) }) { first, _ in first }
            comparison?.print { row in
                places[row.messageID].map { "\(source.name):\(source.position(ofByte: $0).line)" }
            }
        } else {
            notes.append("\(source.name): no row could be placed: nothing is written")
        }
        Output.print(notes.map(visible), to: .error)
        if !sheet.isEverythingPlaced || comparison?.isSame == false { throw ExitCode(1) }
    }

    /// The lines at the top of the timeline: a warning, and the command to make it again, without `--force` and `--diff`.
    private var heading: [String] {
        var words: [String] = []
        var isOfDiff = false
        for word in CommandLine.arguments.dropFirst() {
            if !isOfDiff, word != "--force", word != "--diff", !word.hasPrefix("--diff=") { words.append(word) }
            isOfDiff = word == "--diff"
        }
        return [
            "Made from a run-of-show sheet; what is mended here by hand is lost when it is made again:", "",
            "  showcaller " + words.map(ShellWord.quoted).joined(separator: " "),
        ]
    }

    private func write(_ yaml: String) throws {
        guard let output else {
            var standard = Output.standard
            standard.write(yaml)
            standard.flush()
            // On a full disk, half a show must not pass for a whole one.
            guard !standard.isClosed else { throw Failure("standard output cannot be written") }
            return
        }
        do { try FileSystem.write(Array(yaml.utf8), to: output) } catch {
            throw Failure("cannot write \(output): \(error.reason)")
        }
    }

    /// Loads the timeline before it is written. Throws where `check` would refuse it, so that it is not written.
    private func verify(
        _ yaml: String, _ roomsFile: RoomsFile?, _ roomsText: [UInt8]?, now: Instant
    ) throws -> Timeline {
        let source = SourceText(name: output ?? "the timeline", bytes: Array(yaml.utf8))
        var options = LoadingOptions(assumedStart: now)
        if let roomsFile, let roomsText {
            options.readIncluded = roomsFile.reader(of: roomsText, for: source, at: output)
        }
        let loaded = TimelineLoader.load(source, options: options)
        if let timeline = loaded.timeline { return timeline }
        guard let first = loaded.diagnostics.first(where: { $0.severity == .error }) else {
            throw Failure("this sheet makes no valid timeline")
        }
        guard first.source.name == source.name else {
            throw Failure("\(first.source.place(ofByte: first.range.lowerBound)): \(first.message)")
        }
        throw Failure("this sheet makes no valid timeline: \(first.message)")
    }

    // MARK: Options

    private func sheetOptions() throws -> SheetOptions {
        let name = timeline ?? Self.name(ofSheet: sheet)
        guard Identifiers.isTimelineName(name) else {
            throw wrongUsage("--timeline: a timeline's name has 1 to 64 of a-z, 0-9 and -, and does not begin with -")
        }
        var options = SheetOptions(name: name)
        options.title = title
        if let timezone {
            guard let zone = Zone(named: timezone) else { throw wrongUsage(Suggestion.noZone(named: timezone)) }
            options.zone = zone
            options.isZoneGiven = true
        }
        if let start {
            guard let start = SheetStart(start) else {
                throw wrongUsage("--start is 2026-11-20T20:00:00+08:00, \"2026-11-20 20:00\" or 20:00, not \(start)")
            }
            options.start = start
        }
        let sender = Sender(id: sender ?? "host", name: senderName)
        for room in room.isEmpty ? ["room"] : room {
            do { _ = try DirectMessage(roomID: room, sender: sender, category: .system, text: "x") } catch {
                throw wrongUsage(error.message)
            }
        }
        if self.sender != nil || senderName != nil { options.sender = sender }
        options.rooms = room
        options.category = category.category
        options.hasHeader = !hasNoHeader
        options.times = times
        for choice in column {
            let (role, place, name) = try Self.column(choice)
            if let place { options.translations.append((place, name)) } else { options.columns[role] = name }
        }
        if options.columns[.text] != nil, !options.translations.isEmpty {
            throw wrongUsage("--column: text is for every room, text.ROOM for one: give the one or the other")
        }
        return options
    }

    /// - Returns: what a column is for, the room or group of its texts, and its header.
    private static func column(_ text: String) throws -> (role: SheetRole, place: String?, name: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else {
            throw wrongUsage("--column is written --column time=Clock, not \(text)")
        }
        if parts[0].hasPrefix("text."), parts[0].count > 5 {
            return (.text, String(parts[0].dropFirst(5)), String(parts[1]))
        }
        guard let role = SheetRole(rawValue: String(parts[0])) else {
            let names = SheetRole.allCases.map(\.rawValue)
            let hint = Suggestion.hint(for: String(parts[0]), among: names)
            throw wrongUsage("--column: a column is for \(names.joined(separator: ", ")), not \(parts[0])\(hint)")
        }
        return (role, nil, String(parts[1]))
    }

    /// `Show Night (final).csv` → `show-night-final`
    private static func name(ofSheet path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        return Naming.slug(stem, longest: 64) ?? "show"
    }
}

extension SheetTimes: ExpressibleByArgument {}

extension SheetImport {
    /// The lines that an import ends with: how times and columns were read, and how much was placed.
    fileprivate func notes(on draft: TimelineDraft) -> [String] {
        var lines: [String] = []
        if !columns.unused.isEmpty {
            lines.append("columns not used: \(columns.unused.map { "\"\($0)\"" }.joined(separator: ", "))")
        }
        if areTimesGuessed {
            lines.append(
                times == .offset
                    ? "times are taken for offsets from the start (00:05 is five seconds in); --times clock takes them for times of day"
                    : "times are taken for times of day; --times offset takes them for offsets from the start")
        }
        // Names every column that is used, so that people notice a column that was mistaken for another.
        let names: KeyValuePairs<SheetRole, String> = [
            .time: times == .offset ? "offsets" : "times of day", .date: "dates", .text: "texts", .rooms: "rooms",
            .category: "categories", .sender: "senders", .id: "ids",
        ]
        let used = names.flatMap { role, name in
            let translated = role == .text ? columns.translations : []
            return translated.map { "\(name) for \($0.place) from \"\(columns.header(ofColumn: $0.index))\"" }
                + [columns.header(of: role).map { "\(name) from \"\($0)\"" }].compactMap(\.self)
        }
        let messages = draft.messages.count == placed ? "" : ", as \(draft.messages.count) messages"
        return lines + ["\(placed) of \(count(rows, "row")) placed\(messages); \(used.joined(separator: ", "))"]
    }
}
