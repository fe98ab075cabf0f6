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
    /// Those of them that are in the timeline.
    package internal(set) var placed = 0
    package private(set) var columns = SheetColumns()
    /// The reading of times like `00:05`, and whether it was guessed from the sheet alone.
    package internal(set) var times = SheetTimes.offset
    package internal(set) var areTimesGuessed = false

    package var isEverythingPlaced: Bool { draft != nil && problems.allSatisfy { $0.severity == .changed } }

    let options: SheetOptions
    var rooms: SheetRooms
    /// The ids that the sheet gives. The ids of all other rows are made from their texts or their numbers.
    package internal(set) var givenIDs: Set<String> = []
    private var senders: [String: Sender] = [:]
    var ids = TakenNames()

    /// Imports a sheet as a timeline with every row that has a time and a text, in the order of the sheet.
    package init(_ source: SourceText, options: SheetOptions) {
        self.options = options
        rooms = SheetRooms(map: options.roomMap?.map ?? RoomMap())
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

    mutating func note(_ message: String, at place: Int) {
        problems.append(SheetProblem(.changed, message, at: place))
    }

    // MARK: Columns

    /// The most lines above the headers.
    private static let mostTitleRows = 20

    /// Finds the columns. Returns the rows below the header.
    private mutating func body(of table: CSVTable) throws(SheetProblem) -> ArraySlice<CSVTable.Row> {
        let rows = table.rows
        guard options.hasHeader else {
            columns = try SheetColumns(numbered: options)
            guard columns.areEnough else {
                let advice = "a sheet without headers needs --column time=NUMBER and --column text=NUMBER"
                throw SheetProblem(.fatal, advice, at: 0)
            }
            return rows[...]
        }
        // Where no row is a header, the one that comes nearest is used to show what is missing.
        var best: (columns: SheetColumns, place: Int)?
        for index in rows.indices.prefix(Self.mostTitleRows) where !rows[index].isBlank {
            let found = SheetColumns(header: rows[index], options: options)
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
        let missing = (columns[.time] == nil ? ["the times"] : []) + (columns.hasTexts ? [] : ["the texts"])
        let shown = columns.headers.prefix(12).map { "\"\($0.trimmingWhiteSpace)\"" }.joined(separator: ", ")
        let role = columns[.time] == nil ? SheetRole.time : .text
        return "no column for \(missing.joined(separator: " and for ")) among \(shown): say which with "
            + "--column \(role.rawValue)=NAME, or --no-header where the first row is no header"
    }

    func cell(_ role: SheetRole, of row: CSVTable.Row) -> CSVTable.Cell? { columns[role].flatMap { cell($0, of: row) } }

    func cell(_ index: Int, of row: CSVTable.Row) -> CSVTable.Cell? {
        guard index < row.cells.count else { return nil }
        let text = row.cells[index].text.trimmingWhiteSpace
        return text.isEmpty ? nil : CSVTable.Cell(text: text, place: row.cells[index].place)
    }

    // MARK: Rows

    /// A row with a time and a text, before the start of the show is known.
    struct Entry {
        var time: SheetTime
        var date: CivilDateTime?
        /// One, or one in each language.
        var messages: [TimelineDraft.Message]
        var place: Int
    }

    private mutating func place(_ rows: ArraySlice<CSVTable.Row>) throws(SheetProblem) {
        let rows = rows.filter { !$0.isBlank }
        // Includes the row of an open quote, which is among the problems.
        self.rows = rows.count + problems.count
        checkCategories(rows)
        checkDates(rows)
        let namesRooms = rows.contains { cell(.rooms, of: $0) != nil }
        let defaults = defaultReach(namesRooms: namesRooms, at: rows.first?.place ?? 0)
        var entries: [Entry] = []
        for (number, row) in zip(1..., rows) {
            do throws(SheetProblem) {
                entries.append(try entry(from: row, number: number, defaults: defaults))
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
        // Where all rows name "all rooms", this adds one room.
        for (id, name) in rooms.finish() { noteRoom(id, standsFor: name, at: 0) }
        draft.rooms = rooms.added
        draft.groups = rooms.groups
        draft.include = options.roomMap?.include
        if options.roomMap == nil, options.rooms.isEmpty, rooms.added.map(\.name) == ["main"] {
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
        from row: CSVTable.Row, number: Int, defaults: SheetRooms.Reach?
    ) throws(SheetProblem) -> Entry {
        guard let timeCell = cell(.time, of: row) else {
            throw SheetProblem(.leftOut, "the row has no time", at: row.place)
        }
        let texts = texts(of: row)
        if texts.isEmpty { throw SheetProblem(.leftOut, "the row has no text", at: row.place) }
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
        let sender = sender(of: row)
        let category = category(of: row)
        let slug = texts.compactMap { Naming.slug(text(of: $0.cell)) }.first
        var messages: [TimelineDraft.Message] = []
        var homeless: [(language: String, place: Int)] = []
        for text in texts {
            let (content, isSplit) = try content(of: text.cell)
            guard let rooms = try reach(of: row, in: text.language, defaults: defaults) else {
                homeless.append((text.language ?? "", text.cell.place))
                continue
            }
            messages.append(
                TimelineDraft.Message(
                    id: id(of: row, number: number, slug: slug, language: text.language), at: .zero, rooms: rooms,
                    category: category, sender: sender, text: content, isSplit: isSplit, place: text.cell.place))
        }
        if messages.isEmpty {
            throw SheetProblem(.leftOut, "no room of the row is for any of its texts", at: row.place)
        }
        for (language, place) in homeless {
            note("no room of the row is for \(language): this text goes nowhere", at: place)
        }
        return Entry(time: time, date: date, messages: messages, place: timeCell.place)
    }

    private static func date(_ text: String) -> CivilDateTime? {
        guard case .local(let civil) = try? WrittenTime(SheetTime.plain(text) + " 00:00") else { return nil }
        return civil
    }

    // MARK: Senders, categories

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
        case "system", "1", "notice", "announcement", "sys", "系统", "系统消息", "公告", "通知", "系統": .system
        case "chat", "2", "message", "聊天", "聊天消息", "弹幕", "评论", "互动": .chat
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
