import Foundation
import Testing

@Suite struct SchemaCommandTests {
    /// The copy that the sample schedules name: `SHOWCALLER_GOLDEN=write` writes it anew.
    @Test func theCopyBesideTheSchedulesIsTheSchema() async throws {
        let printed = try await Tool().run("schema")
        #expect(printed.status == 0)
        #expect(printed.errors == "")
        try GoldenFile.expect(printed.output, equals: "../../../Schedules/timeline.schema.json")
    }

    @Test func theOneForIncludedFilesHasTheirKeys() async throws {
        let printed = try await Tool().run("schema", "--included")
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
        #expect((schema["properties"] as? [String: Any])?.keys.sorted() == ["include", "inputs", "rooms", "vars"])
    }

    /// A relative path: editors find it without a network, in a copy of the folder as well.
    @Test func theSchedulesNameIt() throws {
        let folder = Tool.package.appending(path: "Schedules")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".yaml") }
        // What `import` makes stands wherever somebody keeps scripts: it cannot know where a schema is.
        for name in names where name != "apollo-11.yaml" {
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            #expect(text.hasPrefix("# yaml-language-server: $schema=timeline.schema.json\n"), "\(name)")
        }
        #expect(names.count >= 4)
    }
}
