package import MarkedYAML
import ShowTime
import Timelines

/// The timeline that a sheet is imported as, and what could not be.
package struct SheetImport: Sendable {
    /// Nil where there is no row to import.
    package internal(set) var draft: TimelineDraft?
    /// In the order of the sheet.
    package private(set) var problems: [SheetProblem] = []
    /// Rows below the header that have anything in them.
    package private(set) var rows = 0
    package private(set) var columns = SheetColumns()
    /// The reading of times like `00:05`, and whether it was guessed from the sheet alone.
    package internal(set) var times = SheetTimes.offset
    package internal(set) var areTimesGuessed = false

    package var isEverythingPlaced: Bool { draft != nil && problems.allSatisfy { $0.severity == .changed } }

    let options: SheetOptions
    private var roomIDs: [String: String] = [:]
    private var roomOrder: [String] = []
    private var takenRoomIDs = TakenNames()
    private var hasEveryone = false
    private var senders: [String: Sender] = [:]
    private var ids = TakenNames()

    /// Imports a sheet as a timeline with every row that has a time and a text, in the order of the sheet.
    package init(_ source: SourceText, options: SheetOptions) {
        self.options = options
        let table = CSVTable(source)
        problems = table.problems
        guard problems.allSatisfy({ $0.severity != .fatal }) else { return }
        do throws(SheetProblem) { try place(body(of: table)) } catch { problems.append(error) }
        problems = problems.enumerated()
            .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }.map(\.element)
    }

    mutating func leaveOut(_ message: String, at place: Int) {
        problems.append(SheetProblem(.leftOut, message, at: place))
    }

    private mutating func note(_ message: String, at place: Int) {
        problems.append(SheetProblem(.changed, message, at: place))
    }

    // MARK: Columns

    /// The most lines above the headers.
    private static let mostTitleRows = 20

    /// Finds the columns. Returns the rows below the header.
    private mutating func body(of table: CSVTable) throws(SheetProblem) -> ArraySlice<CSVTable.Row> {
        let rows = table.rows
        guard options.hasHeader else {
            columns = try SheetColumns(numbered: options.columns)
            guard columns.areEnough else {
                let advice = "a sheet without headers needs --column time=NUMBER and --column text=NUMBER"
                throw SheetProblem(.fatal, advice, at: 0)
            }
            return rows[...]
        }
        // Where none is a header, the one that comes nearest shows what is missing.
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
        throw SheetProblem(.fatal, columns.problem ?? missingColumns, at: best?.place ?? 0)
    }

    private var missingColumns: String {
        let missing = [(SheetRole.time, "the times"), (.text, "the texts")].filter { columns[$0.0] == nil }.map(\.1)
        let shown = columns.headers.prefix(12).map { "\"\($0.trimmingWhiteSpace)\"" }.joined(separator: ", ")
        let role = columns[.time] == nil ? SheetRole.time : .text
        return "no column for \(missing.joined(separator: " and for ")) among \(shown): say which with "
            + "--column \(role.rawValue)=NAME, or --no-header where the first row is no header"
    }

    private func cell(_ role: SheetRole, of row: CSVTable.Row) -> CSVTable.Cell? {
        guard let index = columns[role], index < row.cells.count else { return nil }
        let text = row.cells[index].text.trimmingWhiteSpace
        return text.isEmpty ? nil : CSVTable.Cell(text: text, place: row.cells[index].place)
    }

    // MARK: Rows

    /// A row with a time and a text, before the start of the show is known.
    struct Entry {
        var time: SheetTime
        var date: CivilDateTime?
        var message: TimelineDraft.Message
        var place: Int
    }

    private mutating func place(_ rows: ArraySlice<CSVTable.Row>) throws(SheetProblem) {
        let rows = rows.filter { !$0.isBlank }
        // With the row of an open quote.
        self.rows = rows.count + problems.count
        checkCategories(rows)
        checkDates(rows)
        let namesRooms = rows.contains { cell(.rooms, of: $0) != nil }
        let defaultRooms = options.rooms.isEmpty && !namesRooms ? ["main"] : options.rooms
        for name in defaultRooms { addRoom(name, at: rows.first?.place ?? 0) }
        var entries: [Entry] = []
        for (number, row) in zip(1..., rows) {
            do throws(SheetProblem) {
                entries.append(try entry(from: row, number: number, defaultRooms: defaultRooms))
            } catch {
                problems.append(error)
            }
        }
        if self.rows == 0 { throw SheetProblem(.fatal, "there are no rows below the header", at: 0) }
        guard !entries.isEmpty else { return }
        chooseTimes(entries.map(\.time))
        var draft = TimelineDraft(
            name: options.name, title: options.title, timezone: options.isZoneGiven ? options.zone.name : nil,
            rooms: [], messages: [])
        setTimes(of: entries, in: &draft)
        guard !draft.messages.isEmpty else { return }
        // Where all rows name "all rooms", there is one room.
        if roomOrder.isEmpty { addRoom("main", at: 0) }
        // The group holds rooms that only later rows name.
        draft.rooms = roomOrder.map { TimelineDraft.Room(name: $0, id: roomIDs[$0] ?? $0) }
        draft.hasEveryone = hasEveryone
        if options.rooms.isEmpty, roomOrder == ["main"] {
            draft.roomsNote = "the sheet names no rooms: put your RoomIds in place of this one"
        }
        draft.sender = options.sender
        if options.sender == nil, draft.messages.contains(where: { $0.sender == Self.placeholder }) {
            draft.sender = Self.placeholder
            let who = senders.isEmpty ? "the sheet names no sender" : "some rows name no sender"
            draft.senderNote = "\(who): put in a user id that is in none of the rooms"
        }
        self.draft = draft
    }

    private mutating func entry(
        from row: CSVTable.Row, number: Int, defaultRooms: [String]
    ) throws(SheetProblem) -> Entry {
        guard let timeCell = cell(.time, of: row) else {
            throw SheetProblem(.leftOut, "the row has no time", at: row.place)
        }
        guard let textCell = cell(.text, of: row) else {
            throw SheetProblem(.leftOut, "the row has no text", at: row.place)
        }
        let time: SheetTime
        do throws(TimeSyntaxError) { time = try SheetTime(timeCell.text) } catch {
            throw SheetProblem(.leftOut, "\(error.message); a time of day is 20:05 or 8:05 PM", at: timeCell.place)
        }
        let dateCell = cell(.date, of: row)
        let date = dateCell.flatMap { Self.date($0.text) }
        if let dateCell, date == nil {
            let advice = "write 2026-11-20, or name another column with --column date=NAME"
            throw SheetProblem(.leftOut, "\"\(dateCell.text)\" is not a date: \(advice)", at: dateCell.place)
        }
        let text = try text(of: textCell)
        let rooms = try rooms(of: row, defaults: defaultRooms)
        let message = TimelineDraft.Message(
            id: id(of: row, number: number, text: text), at: .zero, rooms: rooms, category: category(of: row),
            sender: sender(of: row), text: text)
        return Entry(time: time, date: date, message: message, place: timeCell.place)
    }

    private static func date(_ text: String) -> CivilDateTime? {
        guard case .local(let civil) = try? WrittenTime("\(text) 00:00") else { return nil }
        return civil
    }

    /// A text without control characters. Throws where it cannot be sent.
    private mutating func text(of cell: CSVTable.Cell) throws(SheetProblem) -> String {
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
            _ = try DirectMessage(roomID: "room", sender: Self.placeholder, category: .system, text: text)
        } catch {
            throw SheetProblem(.leftOut, "\(error.message): make it shorter, or two rows of it", at: cell.place)
        }
        if dropped > 0 { note("control characters are left out of the text", at: cell.place) }
        return text
    }

    private mutating func id(of row: CSVTable.Row, number: Int, text: String) -> String {
        guard let cell = cell(.id, of: row) else { return ids.take(Naming.slug(text) ?? "cue-\(number)") }
        let isID = Identifiers.isMessageID(cell.text)
        let wanted = isID ? cell.text : Naming.slug(cell.text) ?? "cue-\(number)"
        let id = ids.take(wanted)
        if id != wanted { note("the id \"\(wanted)\" is taken: this row is \"\(id)\"", at: cell.place) }
        return id
    }

    // MARK: Rooms, senders, categories

    private mutating func rooms(of row: CSVTable.Row, defaults: [String]) throws(SheetProblem) -> [String] {
        let cell = cell(.rooms, of: row)
        let rooms = cell.map { roomNames(in: $0) } ?? []
        guard rooms.isEmpty else { return rooms }
        guard defaults.isEmpty else { return defaults }
        throw SheetProblem(
            .leftOut, "the row names no room: give --room for those that do not", at: cell?.place ?? row.place)
    }

    /// The names in a cell, whose rooms are added to the timeline.
    private mutating func roomNames(in cell: CSVTable.Cell) -> [String] {
        var names: [String] = []
        var known: Set<String> = []
        for part in cell.text.split(whereSeparator: { ",;|\n".contains($0) }) {
            let name = String(part).trimmingWhiteSpace
            if ["all", "everyone", "all rooms", "*"].contains(name.lowercased()) {
                hasEveryone = true
                return [TimelineDraft.everyone]
            }
            if !name.isEmpty, known.insert(name).inserted { names.append(name) }
        }
        for name in names { addRoom(name, at: cell.place) }
        return names
    }

    /// Adds a room. Its RoomId is its name where ZEGO allows that.
    private mutating func addRoom(_ name: String, at place: Int) {
        guard roomIDs[name] == nil else { return }
        let isRoomID = Identifiers.problem(with: name, .room) == nil
        let id = isRoomID ? name : Naming.slug(name) ?? "room-\(roomOrder.count + 1)"
        let free = takenRoomIDs.take(id, longest: Identifiers.Kind.room.longest)
        if free != name {
            note("\"\(name)\" is no RoomId: \"\(free)\" stands for it under \"rooms\", put yours there", at: place)
        }
        roomIDs[name] = free
        roomOrder.append(name)
    }

    private static let placeholder = Sender(id: "host")

    private mutating func sender(of row: CSVTable.Row) -> Sender {
        guard let cell = cell(.sender, of: row) else { return options.sender ?? Self.placeholder }
        if let known = senders[cell.text] { return known }
        var sender = Sender(id: cell.text)
        if Identifiers.problem(with: cell.text, .user) != nil {
            let isName = Identifiers.problem(withUserName: cell.text) == nil
            let id = Naming.slug(cell.text) ?? "sender-\(senders.count + 1)"
            sender = Sender(id: id, name: isName ? cell.text : nil)
            note("\"\(cell.text)\" is no user id: \"\(id)\" stands for it, with that as its name", at: cell.place)
        }
        senders[cell.text] = sender
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

    /// Notes unknown categories. Where all are unknown, the column has another purpose, which is noted once.
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

    /// Ignores a date column without a single date.
    private mutating func checkDates(_ rows: [CSVTable.Row]) {
        guard options.columns[.date] == nil else { return }
        if !rows.contains(where: { cell(.date, of: $0).flatMap { Self.date($0.text) } != nil }) {
            columns.indices[.date] = nil
        }
    }
}
