package import MarkedYAML
import ShowTime
import Timelines

/// What a sheet comes to.
package struct SheetImport: Sendable {
    /// Nil where nothing could be placed.
    package private(set) var script: TimelineScript?
    /// In the order of the sheet.
    package private(set) var problems: [SheetProblem] = []
    /// Rows below the header that have anything in them.
    package private(set) var rows = 0
    package private(set) var columns = SheetColumns()
    /// How `00:05` was read, and whether nothing but the looks of the sheet says so.
    package private(set) var times = SheetTimes.offset
    package private(set) var areTimesGuessed = false

    package var isEverythingPlaced: Bool { script != nil && problems.allSatisfy { $0.severity == .changed } }

    private let options: SheetOptions
    private var roomIDs: [String: String] = [:]
    private var roomOrder: [String] = []
    private var takenRoomIDs = TakenNames()
    private var hasEveryone = false
    private var senderIDs: [String: Sender] = [:]
    private var ids = TakenNames()

    /// Turns a sheet into a timeline that has every row that can be placed, in the order of the sheet.
    package init(_ source: SourceText, options: SheetOptions) {
        self.options = options
        let table = CSVTable(source)
        problems = table.problems
        guard problems.allSatisfy({ $0.severity != .fatal }) else { return }
        do throws(SheetColumnProblem) {
            place(try body(of: table))
        } catch {
            fail(error.message, at: error.place)
        }
        problems = problems.enumerated()
            .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
    }

    private mutating func fail(_ message: String, at place: Int) {
        problems.append(SheetProblem(.fatal, message, at: place))
    }

    private mutating func leaveOut(_ message: String, at place: Int) {
        problems.append(SheetProblem(.leftOut, message, at: place))
    }

    private mutating func note(_ message: String, at place: Int) {
        problems.append(SheetProblem(.changed, message, at: place))
    }

    // MARK: Columns

    /// Lines above the headers are titles; more of them than this are none.
    private static let mostTitleRows = 20

    /// Finds the columns. Returns the rows below the header.
    private mutating func body(of table: CSVTable) throws(SheetColumnProblem) -> ArraySlice<CSVTable.Row> {
        let rows = table.rows
        guard options.hasHeader else {
            columns = try SheetColumns(numbered: options.columns)
            guard columns.areEnough else {
                throw SheetColumnProblem(
                    message: "a sheet without headers needs --column time=NUMBER and --column text=NUMBER")
            }
            return rows[...]
        }
        // Where none is a header, the one that comes nearest tells what is missing.
        var best: (columns: SheetColumns, place: Int)?
        for index in rows.indices.prefix(Self.mostTitleRows) where !rows[index].isBlank {
            let found = SheetColumns(header: rows[index], wanted: options.columns)
            if found.areEnough {
                columns = found
                return rows[(index + 1)...]
            }
            if found.indices.count > best?.columns.indices.count ?? -1 { best = (found, rows[index].place) }
        }
        columns = best?.columns ?? columns
        throw SheetColumnProblem(message: columns.problem ?? missingColumns, place: best?.place ?? 0)
    }

    private var missingColumns: String {
        let missing = [SheetRole.time, .text].filter { columns[$0] == nil }.map { role in
            role == .time ? "the times" : "the texts"
        }
        let shown = columns.headers.prefix(12).map { "\"\($0.trimmingWhiteSpace)\"" }.joined(separator: ", ")
        let way = columns[.time] == nil ? "--column time=NAME" : "--column text=NAME"
        return "no column for \(missing.joined(separator: " and for ")) among \(shown): say which with \(way), "
            + "or --no-header where the first row is no header"
    }

    private func cell(_ role: SheetRole, of row: CSVTable.Row) -> CSVTable.Cell? {
        guard let index = columns[role], index < row.cells.count else { return nil }
        let text = row.cells[index].text.trimmingWhiteSpace
        return text.isEmpty ? nil : CSVTable.Cell(text: text, place: row.cells[index].place)
    }

    // MARK: Rows

    /// A row with a time and a text, before it is known what the times are counted from.
    private struct Entry {
        var time: SheetTime
        var date: CivilDateTime?
        var message: TimelineScript.Message
        var place: Int
    }

    private mutating func place(_ rows: ArraySlice<CSVTable.Row>) {
        let rows = rows.filter { !$0.isBlank }
        // A row with an open quote is one as well.
        self.rows = rows.count + problems.count
        checkCategories(rows)
        checkDates(rows)
        let namesRooms = rows.contains { cell(.rooms, of: $0) != nil }
        var defaultRooms = options.rooms
        if defaultRooms.isEmpty, !namesRooms { defaultRooms = ["main"] }
        for name in defaultRooms { learn(name, at: rows.first?.place ?? 0) }
        var entries: [Entry] = []
        for (number, row) in zip(1..., rows) {
            if let entry = entry(from: row, number: number, defaultRooms: defaultRooms) { entries.append(entry) }
        }
        guard !entries.isEmpty else {
            if self.rows == 0 { fail("there are no rows below the header", at: 0) }
            return
        }
        decideTimes(entries.map(\.time))
        var script = TimelineScript(
            name: options.name, title: options.title, timezone: options.isZoneGiven ? options.zone.name : nil,
            rooms: [], messages: [])
        setTimes(of: entries, in: &script)
        guard !script.messages.isEmpty else { return }
        // Where all that rows say is "all rooms", there is one room to be all of them.
        if roomOrder.isEmpty { learn("main", at: 0) }
        // The group holds rooms that only later rows name.
        script.rooms = roomOrder.map { TimelineScript.Room(name: $0, id: roomIDs[$0] ?? $0) }
        script.hasEveryone = hasEveryone
        if options.rooms.isEmpty, roomOrder == ["main"] {
            script.roomsNote = "the sheet names no rooms: put your RoomIds in place of this one"
        }
        script.sender = options.sender
        if options.sender == nil, script.messages.contains(where: { $0.sender == Self.placeholder }) {
            script.sender = Self.placeholder
            let who = senderIDs.isEmpty ? "the sheet names no sender" : "some rows name no sender"
            script.senderNote = "\(who): put in a user id that is in none of the rooms"
        }
        self.script = script
    }

    private mutating func entry(from row: CSVTable.Row, number: Int, defaultRooms: [String]) -> Entry? {
        guard let timeCell = cell(.time, of: row) else {
            leaveOut("the row has no time", at: row.place)
            return nil
        }
        guard let textCell = cell(.text, of: row) else {
            leaveOut("the row has no text", at: row.place)
            return nil
        }
        let time: SheetTime
        var date: CivilDateTime?
        do throws(TimeSyntaxError) {
            time = try SheetTime(timeCell.text)
            if let dateCell = cell(.date, of: row) {
                guard let civil = Self.date(dateCell.text) else {
                    leaveOut(
                        "\"\(dateCell.text)\" is not a date: write 2026-11-20, or \(Self.advice(.date))",
                        at: dateCell.place)
                    return nil
                }
                date = civil
            }
        } catch {
            leaveOut("\(error.message); a time of day is 20:05 or 8:05 PM", at: timeCell.place)
            return nil
        }
        guard let text = text(of: textCell), let rooms = rooms(of: row, defaults: defaultRooms) else { return nil }
        let message = TimelineScript.Message(
            id: id(of: row, number: number, text: text), at: .zero, rooms: rooms, category: category(of: row),
            sender: sender(of: row), text: text)
        return Entry(time: time, date: date, message: message, place: timeCell.place)
    }

    private static func date(_ text: String) -> CivilDateTime? {
        guard case .local(let civil) = try? WrittenTime("\(text) 00:00") else { return nil }
        return civil
    }

    private static func advice(_ role: SheetRole) -> String {
        "name another column with --column \(role.rawValue)=NAME"
    }

    /// A text as it can be sent, nil where it cannot.
    private mutating func text(of cell: CSVTable.Cell) -> String? {
        var text = ""
        var dropped = 0
        for scalar in cell.text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: text.unicodeScalars.append(scalar)
            // Line breaks of word processors and old systems.
            case 0x0B, 0x0C, 0x0D, 0x85: text += "\n"
            case 0..<0x20, 0x7F..<0xA0: dropped += 1
            default: text.unicodeScalars.append(scalar)
            }
        }
        text = text.trimmingWhiteSpace
        do throws(DirectMessage.Problem) {
            _ = try DirectMessage(roomID: "room", sender: Sender(id: "host"), category: .system, text: text)
        } catch {
            leaveOut("\(error.message): make it shorter, or two rows of it", at: cell.place)
            return nil
        }
        if dropped > 0 { note("control characters are left out of the text", at: cell.place) }
        return text
    }

    private mutating func id(of row: CSVTable.Row, number: Int, text: String) -> String {
        guard let cell = cell(.id, of: row) else {
            let slug = Naming.slug(text)
            return ids.take(slug.isEmpty ? "cue-\(number)" : slug)
        }
        let isID =
            cell.text.utf8.count <= 64
            && cell.text.unicodeScalars.allSatisfy { scalar in
                scalar.isPlainLetterOrDigit || "._-".unicodeScalars.contains(scalar)
            }
        let slug = Naming.slug(cell.text)
        let wanted = isID ? cell.text : slug.isEmpty ? "cue-\(number)" : slug
        let id = ids.take(wanted)
        if id != wanted { note("the id \"\(wanted)\" is taken: this row is \"\(id)\"", at: cell.place) }
        return id
    }

    // MARK: Rooms, senders, categories

    private mutating func rooms(of row: CSVTable.Row, defaults: [String]) -> [String]? {
        let cell = cell(.rooms, of: row)
        let rooms = cell.map { named(in: $0) } ?? []
        guard rooms.isEmpty else { return rooms }
        guard defaults.isEmpty else { return defaults }
        leaveOut("the row names no room: give --room for those that do not", at: cell?.place ?? row.place)
        return nil
    }

    /// The rooms that a cell names, each known from then on.
    private mutating func named(in cell: CSVTable.Cell) -> [String] {
        var names: [String] = []
        for part in cell.text.split(whereSeparator: { ",;|\n".contains($0) }) {
            let name = String(part).trimmingWhiteSpace
            if ["all", "everyone", "all rooms", "*"].contains(name.lowercased()) {
                hasEveryone = true
                names = [TimelineScript.everyone]
                break
            }
            if !name.isEmpty, !names.contains(name) { names.append(name) }
        }
        for name in names where name != TimelineScript.everyone { learn(name, at: cell.place) }
        return names
    }

    /// Gives a room its RoomId: its name where ZEGO takes it for one.
    private mutating func learn(_ name: String, at place: Int) {
        guard roomIDs[name] == nil else { return }
        var id = name
        let isRoomID =
            (try? DirectMessage(roomID: name, sender: Sender(id: "host"), category: .system, text: "x")) != nil
        if !isRoomID {
            let slug = Naming.slug(name)
            id = slug.isEmpty ? "room-\(roomOrder.count + 1)" : slug
        }
        let free = takenRoomIDs.take(id, longest: 127)
        if free != name {
            note("\"\(name)\" is no RoomId: \"\(free)\" stands for it under \"rooms\", put yours there", at: place)
        }
        roomIDs[name] = free
        roomOrder.append(name)
    }

    private static let placeholder = Sender(id: "host")

    private mutating func sender(of row: CSVTable.Row) -> Sender {
        guard let cell = cell(.sender, of: row) else { return options.sender ?? Self.placeholder }
        if let known = senderIDs[cell.text] { return known }
        var sender = Sender(id: cell.text)
        let isUserID = (try? DirectMessage(roomID: "room", sender: sender, category: .system, text: "x")) != nil
        if !isUserID {
            let slug = Naming.slug(cell.text)
            sender = Sender(id: slug.isEmpty ? "sender-\(senderIDs.count + 1)" : slug, name: cell.text)
            if cell.text.utf8.count > 255 { sender.name = nil }
            note(
                "\"\(cell.text)\" is no user id: \"\(sender.id)\" stands for it, with that as its name", at: cell.place)
        }
        senderIDs[cell.text] = sender
        return sender
    }

    private static func category(_ text: String) -> Category? {
        switch text.lowercased() {
        case "system", "1", "notice", "announcement", "sys": .system
        case "chat", "2", "message": .chat
        default: nil
        }
    }

    private func category(of row: CSVTable.Row) -> Category {
        cell(.category, of: row).flatMap { Self.category($0.text) } ?? options.category
    }

    /// Says which categories are none. Where all of them are none, the column is for something else, which is said once.
    private mutating func checkCategories(_ rows: [CSVTable.Row]) {
        let cells = rows.compactMap { cell(.category, of: $0) }
        let unknown = cells.filter { Self.category($0.text) == nil }
        guard let first = unknown.first else { return }
        if unknown.count == cells.count, options.columns[.category] == nil {
            columns.indices[.category] = nil
        } else if unknown.count == cells.count {
            note("nothing in this column is system or chat: all are \(options.category.name)", at: first.place)
        } else {
            for cell in unknown {
                note("\"\(cell.text)\" is neither system nor chat: taken as \(options.category.name)", at: cell.place)
            }
        }
    }

    /// A column of days that has no date in it is not for us.
    private mutating func checkDates(_ rows: [CSVTable.Row]) {
        guard options.columns[.date] == nil else { return }
        if !rows.contains(where: { cell(.date, of: $0).flatMap { Self.date($0.text) } != nil }) {
            columns.indices[.date] = nil
        }
    }

    // MARK: Times

    private mutating func decideTimes(_ all: [SheetTime]) {
        if let times = options.times {
            self.times = times
            return
        }
        let header = columns.header(of: .time).map(headerWords) ?? ""
        var hasOffset = false
        var hasClock = false
        var hasEither = false
        for time in all {
            switch time {
            case .offset: hasOffset = true
            case .clock, .instant: hasClock = true
            case .either: hasEither = true
            }
        }
        if SheetRole.offsetHeaders.contains(header) {
            times = .offset
        } else if SheetRole.clockHeaders.contains(header) || columns[.date] != nil {
            times = .clock
        } else if hasOffset != hasClock {
            times = hasOffset ? .offset : .clock
        } else {
            // A show that begins at zero is counted from there; one that begins at 20:05 is not.
            if case .either(let offset, _) = all[0], offset == .zero { times = .offset } else { times = .clock }
            areTimesGuessed = hasEither
        }
    }

    private mutating func setTimes(of entries: [Entry], in script: inout TimelineScript) {
        var calendar = SheetCalendar()
        // The place of each entry in the calendar, nil for those that are offsets.
        var places: [Int?] = []
        var offsets: [Interval?] = []
        for entry in entries {
            var offset: Interval?
            var clock: Interval?
            switch entry.time {
            case .offset(let interval): offset = interval
            case .clock(let time): clock = time
            case .instant(.local(let civil)): calendar.add(civil)
            case .instant(.instant(let instant)): calendar.add(civil(instant))
            case .either(let asOffset, let asClock):
                if times == .clock, asClock != nil { clock = asClock } else { offset = asOffset }
            }
            if let clock {
                if let date = entry.date {
                    calendar.add(DayTime(day: date.dayNumber, clock: clock).civil)
                } else {
                    calendar.add(clock: clock)
                }
            }
            offsets.append(offset)
            places.append(offset == nil ? calendar.times.count - 1 : nil)
        }
        let start = setStart(of: &calendar, in: &script)
        for index in entries.indices {
            var message = entries[index].message
            guard let at = offsets[index] ?? places[index].map({ start.offset(of: calendar.times[$0]) }),
                max(at, -at) <= Interval.longest
            else {
                leaveOut("this is more than ten years from the start", at: entries[index].place)
                continue
            }
            message.at = at
            script.messages.append(message)
        }
    }

    /// What offsets are counted from.
    private struct Start {
        var time: DayTime
        /// The instant, where the date is known: clocks may change within a show.
        var instant: Instant?
        var zone: Zone

        func offset(of other: DayTime) -> Interval {
            guard let instant else { return other.sinceDayZero - time.sinceDayZero }
            return zone.instant(other.civil) - instant
        }
    }

    /// Where no zone is given, the clocks of a sheet are those that its start was read from.
    private var fixedOffset: Int? { options.isZoneGiven ? nil : options.start?.utcOffset }

    private func civil(_ instant: Instant) -> CivilDateTime {
        fixedOffset.map { CivilDateTime(instant, utcOffset: $0) } ?? options.zone.civil(instant)
    }

    private func setStart(of calendar: inout SheetCalendar, in script: inout TimelineScript) -> Start {
        switch options.start {
        case .written(let written, let text):
            script.start = text
            let instant: Instant
            switch written {
            case .instant(let given): instant = given
            case .local(let civil): instant = options.zone.instant(civil)
            }
            let time = DayTime(civil(instant))
            calendar.date(by: time)
            return Start(time: time, instant: fixedOffset == nil ? instant : nil, zone: options.zone)
        case .clock(let clock): return start(at: calendar.start(clock: clock), calendar, &script)
        case nil: return start(at: calendar.times.first ?? DayTime(day: 0, clock: .zero), calendar, &script)
        }
    }

    /// A start of which the sheet knows the date, or nobody does.
    private func start(at time: DayTime, _ calendar: SheetCalendar, _ script: inout TimelineScript) -> Start {
        guard calendar.isDated else {
            let shown = calendar.times.isEmpty && options.start == nil ? "20:00" : time.clock.clock
            script.startNote = "\"2026-11-20 \(shown)\"   # the date of the show; or give it with --start"
            return Start(time: time, instant: nil, zone: options.zone)
        }
        let instant = options.zone.instant(time.civil)
        script.start = Self.written(time)
        return Start(time: time, instant: instant, zone: options.zone)
    }

    /// `2026-11-20 20:05:00`
    private static func written(_ time: DayTime) -> String {
        let text = Instant(nanoseconds: time.sinceDayZero.nanoseconds).rfc3339
        let isWhole = time.clock.nanoseconds % 1_000_000_000 == 0
        return text.prefix(10) + " " + text.dropFirst(11).prefix(isWhole ? 8 : 12)
    }
}
