import HostSystem
import RunLog
import Scheduling
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

struct LogDirectoryTests {
    @Test(arguments: ["runs", "runs/", "runs//"]) func keepsRehearsalsApart(path: String) {
        #expect(LogDirectory(path, mode: .live).path == "runs")
        #expect(LogDirectory(path, mode: .simulate).path == "runs/rehearsals")
        #expect(LogDirectory(path, mode: .rehearse).path == "runs/rehearsals")
    }

    @Test func theRootIsAFolderToo() { #expect(LogDirectory("/", mode: .live).path == "/") }

    @Test func listsTheLatestFirst() throws {
        let folder = TemporaryFolder()
        let names = [
            "show@20261120T120000Z", "show@20261120T120000.250Z", "show@20261120T115959.999Z", "show@20251120T120000Z",
            "show@20261120T120001Z", "show-2@20261120T120000Z", "other@20261120T120000Z",
        ]
        for name in names { folder.write("", to: "\(name).jsonl") }
        folder.write("", to: "show@20261120T120002Z.txt")
        let logs = try LogDirectory(folder.path, mode: .live).logs(of: "show")
        #expect(
            logs
                == [
                    "show@20261120T120001Z", "show@20261120T120000.250Z", "show@20261120T120000Z",
                    "show@20261120T115959.999Z", "show@20251120T120000Z",
                ].map { folder.path("\($0).jsonl") })
    }

    @Test func aFolderThatCannotBeReadIsNotAnEmptyOne() {
        #expect(throws: StartProblem.self) {
            try LogDirectory("/nowhere/at/all", mode: .live).logs(of: "show")
        }
    }
}
