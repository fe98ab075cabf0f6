import MarkedYAML
import RunSheets
import Testing

@Suite struct CSVTableTests {
    private func cells(_ text: String) -> [[String]] { CSVTable(source(text)).rows.map { $0.cells.map(\.text) } }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everyLineBreakEndsARow(lineBreak: String) {
        #expect(cells("a,b\(lineBreak)c,d\(lineBreak)") == [["a", "b"], ["c", "d"]])
        #expect(cells("a,b\(lineBreak)c,d") == [["a", "b"], ["c", "d"]])
        #expect(cells("a,\"b\(lineBreak)c\"\(lineBreak)d,e") == [["a", "b\nc"], ["d", "e"]])
        #expect(cells("a,b\(lineBreak)\(lineBreak)c,d") == [["a", "b"], [""], ["c", "d"]])
    }

    @Test func quotesKeepWhatStandsInThem() {
        #expect(cells(#"a,"b,c","d ""e"" f","","#) == [["a", "b,c", #"d "e" f"#, "", ""]])
        #expect(cells(#"a, "b,c""#) == [["a", "b,c"]])
        #expect(cells(#"a,12" screen,"b"c"#) == [["a", #"12" screen"#, "bc"]])
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func separatorsAreFound(separator: String) {
        #expect(
            cells("a\(separator)b\(separator)c\n1\(separator)\"2\(separator)\"\(separator)3\n")
                == [["a", "b", "c"], ["1", "2\(separator)", "3"]])
        #expect(cells("sep=\(separator)\r\na\(separator)b") == [["a", "b"]])
    }

    @Test func aCommaInATitleDoesNotHideTheSemicolons() {
        #expect(
            cells("Our show, 2026\ntime;text;room\n0;Hello, all;a") == [
                ["Our show, 2026"], ["time", "text", "room"], ["0", "Hello, all", "a"],
            ])
    }

    @Test func aByteOrderMarkIsNoText() {
        let text = "\u{FEFF}time,text\n0,x"
        #expect(cells(text) == [["time", "text"], ["0", "x"]])
        #expect(
            lines([SheetProblem(.leftOut, "x", at: CSVTable(source(text)).rows[0].cells[0].place)], in: text) == [
                "1:1 left out: x"
            ])
    }

    @Test func aQuoteThatIsNeverClosedLeavesOutTheRest() {
        let text = "time,text\n0,a\n1s,\"b\n2s,c\n"
        let table = CSVTable(source(text))
        #expect(table.rows.map { $0.cells.map(\.text) } == [["time", "text"], ["0", "a"]])
        #expect(
            lines(table.problems, in: text) == ["3:4 left out: this quote is never closed: what follows it is left out"]
        )
    }

    @Test func whatIsNotUTF8IsRefusedAtItsPlace() {
        let latin = SourceText(name: "sheet.csv", bytes: Array("time,text\n0,Caf".utf8) + [0xE9, 0x0A])
        let problem = CSVTable(latin).problems.first
        #expect(problem?.severity == .fatal)
        #expect(latin.position(ofByte: problem?.place ?? 0) == SourceText.Position(line: 2, column: 6))
        for mark in [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]] {
            let table = CSVTable(SourceText(name: "sheet.csv", bytes: mark + [0x74, 0x00]))
            #expect(table.problems.first?.message.contains("UTF-16") == true)
        }
        let archive = CSVTable(SourceText(name: "sheet.xlsx", bytes: [0x50, 0x4B, 0x03, 0x04, 0x14, 0x00]))
        #expect(archive.problems.first?.message.contains("export the sheet as CSV") == true)
        for text in ["", "\n\n", " ; ;\r\n"] {
            #expect(CSVTable(source(text)).problems.first?.message == "the sheet is empty")
        }
    }

    /// Any table, written as RFC 4180 has it, is read as it was.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func whatIsWrittenIsRead(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let letters = ["a", "b", "\"", ",", ";", "\n", " ", "é", "你", "👩‍👩‍👧", "\t", "=", "{"]
        let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
            (0..<3).map { _ in
                (0..<Int.random(in: 0...6, using: &random)).map { _ in letters.randomElement(using: &random)! }.joined()
            }
        }
        let lineBreak = ["\n", "\r\n"].randomElement(using: &random)!
        // The header tells the separator: sheets of nothing else could be meant in many ways.
        let written = ([["h", "i", "j"]] + table).map { row in
            row.map { "\"" + $0.replacing("\"", with: "\"\"").replacing("\n", with: lineBreak) + "\"" }.joined(
                separator: ",")
        }.joined(separator: lineBreak)
        #expect(Array(cells(written).dropFirst()) == table)
    }

    /// Whatever a file is, it is read to its end, and every problem has its place in it.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func anyBytesAreRead(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces: [[UInt8]] = [
            [0x22], [0x2C], [0x3B], [0x0A], [0x0D], [0x09], [0x20], [0x61], [0xC3], [0xA9], [0xEF, 0xBB, 0xBF], [0],
        ]
        let bytes = (0..<Int.random(in: 0...60, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
        let sheet = SheetImport(
            SourceText(name: "sheet.csv", bytes: Array("time,text\n".utf8) + bytes), options: SheetOptions(name: "show")
        )
        #expect(sheet.problems.allSatisfy { (0...bytes.count + 10).contains($0.place) && !$0.message.isEmpty })
        #expect(sheet.draft != nil || !sheet.problems.isEmpty)
    }
}
