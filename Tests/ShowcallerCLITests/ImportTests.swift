import Foundation
import Testing

@Suite struct ImportTests {
    private func withTool(_ body: (Tool) async throws -> Void) async throws {
        let tool = try Tool()
        defer { try? FileManager.default.removeItem(at: tool.folder) }
        try await body(tool)
    }

    private static let sheet = #"""
        Time;Cue #;Owner;Announcement;Room(s);By;Type
        19:50;1;Kim;"Doors, {{ open }} {% now %}";Main Stage, lobby;Anna Smith;system
        8:00 PM;2;Kim;"Two
        lines: # ""q""";all;nova;CHAT
        00:10;2;Kim;Past midnight;lobby;;VT
        soon;4;Kim;never;lobby;;
        00:30;5;Kim;;lobby;;

        """#

    @Test func aSheetBecomesATimelineThatCheckPasses() async throws {
        try await withTool { tool in
            try tool.write(Self.sheet, to: "Show Night.csv")
            let imported = try await tool.run(
                "import", "Show Night.csv", "--start", "2026-11-20 20:00", "--timezone", "Asia/Shanghai", "--output",
                "show.yaml")
            #expect(imported.status == 1)
            #expect(imported.output == "")
            try GoldenFile.expect(imported.errors, equals: "import/show-night.err")
            try GoldenFile.expect(
                String(contentsOf: tool.folder.appending(path: "show.yaml"), encoding: .utf8),
                equals: "import/show-night.yaml")
            #expect(try await tool.run("check", "show.yaml").status == 0)
            let preview = try await tool.run("preview", "show.yaml", "--format", "jsonl")
            let first = try JSONSerialization.jsonObject(with: Data(preview.lines[0].utf8)) as? [String: Any]
            #expect(first?["content"] as? String == "Doors, {{ open }} {% now %}")
            #expect(first?["offset_ms"] as? Int == -600_000)
        }
    }

    @Test func theApolloScheduleIsWhatItsSheetGives() async throws {
        try await withTool { tool in
            let path = Tool.package.appending(path: "Schedules/apollo-11.yaml")
            let yaml = try String(contentsOf: path, encoding: .utf8)
            let line = try #require(yaml.split(separator: "\n").first { $0.hasPrefix("#   showcaller import ") })
            let schedules = tool.folder.appending(path: "Schedules")
            try FileManager.default.createDirectory(at: schedules, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: Tool.package.appending(path: "Schedules/apollo-11.csv"),
                to: schedules.appending(path: "apollo-11.csv"))
            // By a shell, as somebody would who copies the line.
            let process = try tool.start(shell: line.dropFirst("#   showcaller".count).description)
            let made = try await process.finished()
            #expect(made.status == 0)
            #expect(made.errors.contains("49 of 49 rows placed"))
            #expect(try String(contentsOf: schedules.appending(path: "apollo-11.yaml"), encoding: .utf8) == yaml)
        }
    }

    @Test func everythingPlacedIsStatus0AndGoesToStandardOutput() async throws {
        try await withTool { tool in
            try tool.write("offset,text\n-10m,Soon\n0,Now\n", to: "two.csv")
            let imported = try await tool.run("import", "two.csv", "--room", "r1", "--sender", "nova")
            #expect(imported.status == 0)
            #expect(imported.output.contains("timeline: two\n"))
            #expect(imported.errors == "two.csv: 2 of 2 rows placed; offsets from \"offset\", texts from \"text\"\n")
        }
    }

    @Test func aFileThatIsThereIsNotLost() async throws {
        try await withTool { tool in
            try tool.write("offset,text\n0,Now\n", to: "a.csv")
            try tool.write("precious", to: "a.yaml")
            let refused = try await tool.run("import", "a.csv", "--output", "a.yaml")
            #expect(refused.status == 1)
            #expect(refused.errors == "Error: a.yaml is there already: give --force to replace it\n")
            let file = tool.folder.appending(path: "a.yaml")
            #expect(try String(contentsOf: file, encoding: .utf8) == "precious")
            let forced = try await tool.run("import", "a.csv", "--output", "a.yaml", "--force")
            #expect(forced.status == 0)
            #expect(try String(contentsOf: file, encoding: .utf8).contains("showcaller import a.csv --output a.yaml\n"))
            let names = try FileManager.default.contentsOfDirectory(atPath: tool.folder.path())
            #expect(!names.contains { $0.hasSuffix(".tmp") })
            let folder = try await tool.run("import", "a.csv", "--output", "nowhere/a.yaml")
            #expect(folder.status == 1)
            #expect(folder.errors.contains("cannot write nowhere/a.yaml: No such file or directory"))
        }
    }

    // MARK: The file of rooms

    private static let rooms = "time,text,room\n0,Doors,Main Stage\n5s,Hello,lobby\n"

    @Test func theRoomIdsOutliveTheNextImport() async throws {
        try await withTool { tool in
            let file = tool.folder.appending(path: "shows/rooms.yaml")
            func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }
            let arguments = [
                "import", "sheet.csv", "--rooms", "shows/rooms.yaml", "--output", "shows/show.yaml", "--force",
            ]
            try tool.write(Self.rooms, to: "sheet.csv")
            try FileManager.default.createDirectory(
                at: tool.folder.appending(path: "shows"), withIntermediateDirectories: true)
            let first = try await tool.start(arguments).finished()
            #expect(first.status == 0)
            #expect(
                first.errors.contains("shows/rooms.yaml: \"Main Stage\", \"lobby\" are new in it: put in the RoomIds"))
            #expect(try text().hasSuffix("rooms:\n  Main Stage: {id: main-stage}\n  lobby: {id: lobby}\n"))
            let timeline = try String(contentsOf: tool.folder.appending(path: "shows/show.yaml"), encoding: .utf8)
            #expect(timeline.contains("\ninclude: rooms.yaml\n"))
            #expect(!timeline.contains("\nrooms:"))
            // Somebody puts in the RoomId that is meant, and the sheet gets another room.
            let mended = try text().replacing("{id: main-stage}", with: "{id: \"4711\"}  # the big one")
            try tool.write(mended, to: "shows/rooms.yaml")
            try tool.write(Self.rooms + "9s,Bye,vip\n", to: "sheet.csv")
            let second = try await tool.start(arguments).finished()
            #expect(second.status == 0)
            #expect(!second.errors.contains("is no RoomId"))
            #expect(try text() == mended + "  vip: {id: vip}\n")
            let preview = try await tool.run("preview", "shows/show.yaml", "--format", "csv")
            #expect(preview.output.contains("doors#1@4711"))
            // With nothing new, nothing is written.
            let third = try await tool.start(arguments).finished()
            #expect(!third.errors.contains("new in it"))
            #expect(try text() == mended + "  vip: {id: vip}\n")
        }
    }

    @Test(arguments: [
        ("rooms: {a: {id: \"1\"}}\n", "rooms.yaml:1:8: rooms in braces are not added to"),
        ("rooms:\n  a: {id: \"1\"}\n  a: {id: \"2\"}\n", "rooms.yaml:3:3: "),
        ("rooms:\n  a: {di: \"1\"}\n", "rooms.yaml:2:7: "), ("rooms:\n  a: {id: \"1\"\n", "rooms.yaml:2:"),
    ])
    func aBrokenFileOfRoomsIsSaidAndLeft(file: String, message: String) async throws {
        try await withTool { tool in
            try tool.write(Self.rooms, to: "sheet.csv")
            try tool.write(file, to: "rooms.yaml")
            let imported = try await tool.run(
                "import", "sheet.csv", "--rooms", "rooms.yaml", "--output", "show.yaml")
            #expect(imported.status == 1)
            #expect(imported.errors.contains(message), "\(imported.errors)")
            #expect(try String(contentsOf: tool.folder.appending(path: "rooms.yaml"), encoding: .utf8) == file)
            #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "show.yaml").path()))
        }
    }

    @Test func roomsOutsideOfTheFolderCannotBeIncluded() async throws {
        try await withTool { tool in
            try tool.write(Self.rooms, to: "shows/sheet.csv")
            let imported = try await tool.run(
                "import", "shows/sheet.csv", "--rooms", "rooms.yaml", "--output", "shows/show.yaml")
            #expect(imported.status == 1)
            #expect(imported.errors.contains("is not below the folder of the timeline"))
        }
    }

    // MARK: What has changed

    @Test func whatHasChangedSinceTheLastImportIsShown() async throws {
        try await withTool { tool in
            try tool.write("time,text,room\n0,Doors open,a\n5s,Hello everyone,a\n9s,Gone,a\n", to: "sheet.csv")
            #expect(try await tool.run("import", "sheet.csv", "--output", "show.yaml").status == 0)
            let same = try await tool.run("import", "sheet.csv", "--diff", "show.yaml")
            #expect(same.status == 0)
            #expect(same.output == "0 added, 0 removed, 0 changed, 3 the same\n")
            try tool.write("time,text,room\n0,Doors open,a\n5s,Hello dear everyone,a\n20s,New,a\n", to: "sheet.csv")
            let before = try String(contentsOf: tool.folder.appending(path: "show.yaml"), encoding: .utf8)
            let changed = try await tool.run("import", "sheet.csv", "--diff", "show.yaml")
            #expect(changed.status == 1)
            try GoldenFile.expect(changed.output, equals: "import/diff.txt")
            // Nothing is written unless it is said where.
            #expect(try String(contentsOf: tool.folder.appending(path: "show.yaml"), encoding: .utf8) == before)
            let written = try await tool.run(
                "import", "sheet.csv", "--diff", "show.yaml", "--output", "show.yaml", "--force")
            #expect(written.status == 1)
            #expect(written.output == changed.output)
            let after = try String(contentsOf: tool.folder.appending(path: "show.yaml"), encoding: .utf8)
            #expect(after.contains("showcaller import sheet.csv --output show.yaml\n"))
            #expect(try await tool.run("import", "sheet.csv", "--diff", "show.yaml").status == 0)
            try tool.write("timeline: broken\n", to: "broken.yaml")
            #expect(try await tool.run("import", "sheet.csv", "--diff", "broken.yaml").status == 2)
        }
    }

    @Test func languagesStandInColumns() async throws {
        try await withTool { tool in
            try tool.write("时间,内容,English,房间\n0,马上开始,Starting soon,main\n5分钟,欢迎,Welcome,全部\n", to: "sheet.csv")
            let imported = try await tool.run(
                "import", "sheet.csv", "--column", "text.zh=内容", "--column", "text.en=English", "--rooms", "rooms.yaml",
                "--output", "show.yaml")
            #expect(imported.status == 0)
            #expect(
                imported.errors.contains(
                    "2 of 2 rows placed, as 4 messages; offsets from \"时间\", texts for zh from \"内容\", texts for en from \"English\""
                ))
            let preview = try await tool.run("preview", "show.yaml", "--format", "csv")
            let deliveries = preview.lines.dropFirst().compactMap { $0.split(separator: ",").first.map(String.init) }
            #expect(
                deliveries.sorted() == [
                    "starting-soon-en#1@main-en", "starting-soon-zh#1@main-zh", "welcome-en#1@main-en",
                    "welcome-zh#1@main-zh",
                ])
        }
    }

    @Test(arguments: [
        ("", "sheet.csv:1:1: the sheet is empty"), ("time,text\n", "there are no rows below the header"),
        ("Hello,World\n1,2\n", "sheet.csv:1:1: no column for the times and for the texts among \"Hello\", \"World\""),
        ("time,text\nsoon,Hello\n", "sheet.csv:2:1: \"soon\" is not a time"),
    ])
    func aSheetOfWhichNothingCanBePlacedIsSaidToBe(sheet: String, message: String) async throws {
        try await withTool { tool in
            try tool.write(sheet, to: "sheet.csv")
            let imported = try await tool.run("import", "sheet.csv", "--output", "sheet.yaml")
            #expect(imported.status == 1)
            #expect(imported.errors.contains(message))
            #expect(imported.errors.contains("nothing is written"))
            #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "sheet.yaml").path()))
        }
    }

    @Test(arguments: [
        ["--timezone", "Asia/Shangai"], ["--start", "now"], ["--room", "a b"], ["--column", "tme=x"],
        ["--column", "x"],
        ["--timeline", "Bad Name"], ["--times", "sometimes"], ["--sender", ""],
        ["--column", "text=a", "--column", "text.en=b"],
    ])
    func wrongUsageIsStatus64(options: [String]) async throws {
        try await withTool { tool in
            try tool.write("time,text\n0,x\n", to: "sheet.csv")
            let process = try tool.start(["import", "sheet.csv"] + options)
            let finished = try await process.finished()
            #expect(finished.status == 64, "\(options)")
            #expect(finished.errors.contains("Error:"))
            #expect(finished.output == "")
        }
    }
}
