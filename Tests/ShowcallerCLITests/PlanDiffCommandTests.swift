import Foundation
import Testing

/// `preview --diff` and `--lock`, and `run --lock`.
@Suite(.timeLimit(.minutes(10)))
struct PlanDiffCommandTests {
    private static let old = """
        timeline: launch
        start: 2026-11-20T20:00:00+08:00
        timezone: Asia/Shanghai
        sender: {id: h}
        rooms: {stage: {id: "1"}, lobby: {id: "2"}, all: [stage, lobby]}
        defaults: {rooms: all}
        vars: {product: Nova}
        messages:
          - {id: doors, at: -10m, text: "Doors are open for {{ product }}"}
          - {at: -5m, text: "An anonymous line"}
          - {id: welcome, at: 0, text: "Welcome to the {{ product }} show, everybody 欢迎光临"}
          - {id: old, at: 10s, rooms: stage, text: "to be removed"}
          - {id: offer, at: 30s, rooms: stage, text: "Buy", late: send}
          - {id: tick, every: 1m, from: 1m, times: 3, rooms: stage, text: "{{ occurrence }}"}
        """

    private static let new = old.replacing("An anonymous", with: "An edited")
        .replacing("everybody 欢迎光临", with: "everyone 欢迎您")
        .replacing("  - {id: old, at: 10s, rooms: stage, text: \"to be removed\"}\n", with: "")
        .replacing("rooms: stage, text: \"Buy\", late: send", with: "rooms: lobby, category: chat, text: \"Buy now\"")
        .replacing("times: 3", with: "times: 4").replacing("20:00:00", with: "21:00:00")

    @Test func whatHasChangedIsShownAndIsTheStatus() async throws {
        let tool = try Tool()
        try tool.write(Self.old, to: "old.yaml")
        try tool.write(Self.new, to: "new.yaml")
        try tool.write("timeline: broken\n", to: "broken.yaml")
        let changed = try await tool.run("preview", "new.yaml", "--diff", "old.yaml")
        #expect(changed.status == 1)
        try GoldenFile.expect(changed.output, equals: "preview/diff.txt")
        let lines = try await tool.run("preview", "new.yaml", "--diff", "old.yaml", "--format", "jsonl")
        #expect(lines.status == 1)
        #expect(lines.errors.contains("1 added, 1 removed, 5 changed, 5 the same"))
        try GoldenFile.expect(lines.output, equals: "preview/diff.jsonl")
        let same = try await tool.run("preview", "new.yaml", "--diff", "new.yaml")
        #expect(same.status == 0)
        #expect(same.output == "0 added, 0 removed, 0 changed, 11 the same\n")
        let some = try await tool.run("preview", "new.yaml", "--diff", "old.yaml", "--limit", "3")
        #expect(some.output.hasSuffix("\n… and 2 more\n1 added, 1 removed, 5 changed, 5 the same\n"))
        let justAll = try await tool.run("preview", "new.yaml", "--diff", "old.yaml", "--limit", "5")
        #expect(justAll.output == changed.output)
        let oneRoom = try await tool.run("preview", "new.yaml", "--diff", "old.yaml", "--room", "stage", "--from", "2m")
        #expect(oneRoom.output.hasSuffix("1 added, 0 removed, 0 changed, 2 the same\n"))
        for (paths, status) in [
            (["new.yaml", "--diff", "nothing.yaml"], 2), (["new.yaml", "--diff", "broken.yaml"], 2),
            (["broken.yaml", "--diff", "new.yaml"], 2), (["new.yaml", "--diff", "old.yaml", "--format", "csv"], 64),
            (["new.yaml", "--diff", "old.yaml", "--from", "2026-11-20"], 64),
            (["new.yaml", "--diff", "old.yaml", "--lock", "x.lock"], 64),
        ] as [([String], Int32)] {
            let trouble = try await tool.start(["preview"] + paths).finished()
            #expect(trouble.status == status, "\(paths)")
            #expect(!trouble.errors.isEmpty, "\(paths)")
        }
    }

    @Test func aRunDepartsFromNoLock() async throws {
        let tool = try Tool()
        try tool.write(Self.old, to: "show.yaml")
        let preview = try await tool.run("preview", "show.yaml", "--lock", "show.lock", "--limit", "1")
        #expect(preview.status == 0)
        #expect(preview.output.contains("locked in show.lock: all of launch"))
        try GoldenFile.expect(
            String(contentsOf: tool.folder.appending(path: "show.lock"), encoding: .utf8), equals: "preview/show.lock")
        let refused = try await tool.run(
            "run", "show.yaml", "--simulate", "--lock", "show.lock", "--var", "product=Pluto")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("show.lock: launch is not what was locked: other texts"))
        let missing = try await tool.run("run", "show.yaml", "--simulate", "--lock", "no.lock")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("cannot read no.lock"))
        #expect(!FileManager.default.fileExists(atPath: tool.folder.appending(path: "runs").path()))
        let unwritten = try await tool.run("preview", "show.yaml", "--lock", "nowhere/show.lock")
        #expect(unwritten.status == 1)
        #expect(unwritten.errors.contains("cannot write nowhere/show.lock"))
    }

    @Test func aReloadThatDepartsIsRefusedAndTheOldOnePlaysOn() async throws {
        let tool = try Tool()
        let script = """
            timeline: show
            sender: {id: host}
            defaults: {rooms: [a], max_late: 2m}
            messages:
              - {id: m1, at: 200ms, text: one}
              - {id: m2, at: 60s, text: two}
            """
        try tool.write(script, to: "show.yaml")
        let preview = try await tool.run("preview", "show.yaml", "--lock", "show.lock")
        #expect(preview.status == 0)
        let run = try tool.start("run", "show.yaml", "--simulate", "--start", "now", "--lock", "show.lock")
        try await run.says("m1 → a")
        try tool.write(script.replacing("two", with: "three"), to: "show.yaml")
        run.send(SIGHUP)
        try await run.says("nothing that departs from the lock is played")
        // What does not depart is read.
        try tool.write("# a comment\n" + script, to: "show.yaml")
        run.send(SIGHUP)
        try await run.says("read again: show")
        #expect(try await tool.run("tell", "shift", "-59s").status == 0)
        let finished = try await run.finished()
        #expect(finished.status == 0)
        #expect(finished.output.contains("read again, and refused"))
        #expect(finished.output.contains("show is not what was locked: other texts"))
        let sent = try tool.log(in: "runs/rehearsals").compactMap { $0["content"] as? String }
        #expect(sent == ["one", "two"])
    }
}
