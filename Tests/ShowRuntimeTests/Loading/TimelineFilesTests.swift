import Glibc
import HostSystem
import MarkedYAML
import Rehearsing
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Which files of what was given are scripts.
struct TimelineFilesTests {
    private let folder = TemporaryFolder()

    private func script(_ name: String) -> String {
        "timeline: \(name)\nsender: {id: s}\ndefaults: {rooms: [a]}\nmessages: [{id: m, at: 0, text: hi}]\n"
    }

    private func load(_ paths: String...) -> TimelineFiles {
        TimelineFiles.load(paths, options: LoadingOptions(assumedStart: showStart))
    }

    @Test func aFileIsTaken() {
        let files = load(folder.write(script("one"), to: "one.txt"))
        #expect(files.areValid)
        #expect(files.timelines.map(\.name) == ["one"])
    }

    @Test func ofAFolderItsScriptsAreTakenInOrder() {
        folder.write(script("b"), to: "b.yaml")
        folder.write(script("a"), to: "a.yml")
        folder.write(script("c"), to: "c.txt")
        folder.write(script("d"), to: "d.YAML")
        folder.makeFolder("below.yaml")
        folder.makeFolder("below")
        folder.write(script("e"), to: "below/e.yaml")
        let files = load(folder.path + "//")
        #expect(files.areValid)
        #expect(files.timelines.map(\.name) == ["a", "b"])
        #expect(files.loaded.map(\.source.name) == [folder.path("a.yml"), folder.path("b.yaml")])
    }

    @Test func whatEditorsLeaveThereIsPassedOver() {
        folder.write(script("a"), to: "a.yaml")
        folder.write(script("a"), to: ".a.yaml")
        symlink("someone@host.1234", folder.path(".#a.yaml"))
        let files = load(folder.path)
        #expect(files.areValid)
        #expect(files.timelines.map(\.name) == ["a"])
    }

    @Test func filesForInclusionArePassedOver() {
        folder.write(script("a"), to: "a.yaml")
        folder.write("vars: {x: 1}\n", to: "common.yaml")
        folder.write("- a\n- list\n", to: "list.yaml")
        folder.write("", to: "empty.yaml")
        let files = load(folder.path)
        #expect(files.areValid)
        #expect(files.timelines.map(\.name) == ["a"])
    }

    @Test(.timeLimit(.minutes(1))) func aPipeInAFolderIsNotWaitedFor() {
        folder.write(script("a"), to: "a.yaml")
        mkfifo(folder.path("pipe.yaml"), 0o600)
        let files = load(folder.path)
        #expect(files.failures.map(\.reason) == ["it is a pipe or a device, not a file"])
    }

    @Test func aFileThatIsNamedIsNotPassedOver() {
        let files = load(folder.write("vars: {x: 1}\n", to: "common.yaml"))
        #expect(!files.areValid)
        #expect(files.diagnostics.contains { $0.message.hasPrefix("\"timeline\" is missing") })
    }

    @Test func whatIsNotEvenYAMLIsNotPassedOver() {
        folder.write(script("a"), to: "a.yaml")
        folder.write("timeline: [", to: "broken.yaml")
        let files = load(folder.path)
        #expect(!files.areValid)
        #expect(files.timelines.map(\.name) == ["a"])
        #expect(files.loaded.count == 2)
    }

    @Test func aBrokenScriptSpoilsAll() {
        folder.write(script("a"), to: "a.yaml")
        folder.write(script("b") + "nonsense: 1\n", to: "b.yaml")
        #expect(!load(folder.path).areValid)
    }

    @Test func aFolderWithoutScriptsIsAProblem() {
        folder.write("vars: {}\n", to: "common.yaml")
        let files = load(folder.path)
        #expect(!files.areValid)
        #expect(
            files.problems == [
                "\(folder.path): no timelines in this folder: a timeline is a .yaml file with a \"timeline:\" key"
            ])
    }

    @Test func whatCannotBeReadIsAFailure() {
        let good = folder.write(script("a"), to: "a.yaml")
        let files = load(good, folder.path("none.yaml"))
        #expect(!files.areValid)
        #expect(files.failures.map(\.message) == ["cannot read \(folder.path("none.yaml")): No such file or directory"])
        symlink("/nowhere", folder.path("dangling.yaml"))
        #expect(load(folder.path).failures.count == 1)
    }

    @Test func nothingIsNotValid() { #expect(!TimelineFiles().areValid) }

    @Test func twoOfOneNameAreAnErrorAtTheSecond() {
        folder.write(script("same"), to: "a.yaml")
        folder.write(script("same"), to: "b.yaml")
        folder.write(script("other"), to: "c.yaml")
        let files = load(folder.path)
        #expect(!files.areValid)
        #expect(files.timelines.map(\.name) == ["same", "other"])
        let diagnostic = files.diagnostics.first
        #expect(files.diagnostics.count == 1)
        #expect(diagnostic?.kind == .duplicateTimeline)
        #expect(diagnostic?.source.name == folder.path("b.yaml"))
        #expect(
            diagnostic?.message
                == "the timeline \"same\" is in \(folder.path("a.yaml")) already: each has a name of its own")
        #expect(diagnostic?.position.line == 1)
    }

    @Test func oneGivenTwiceIsAnErrorToo() {
        let path = folder.write(script("a"), to: "a.yaml")
        #expect(!load(path, path).areValid)
        #expect(!load(path, folder.path).areValid)
    }

    @Test func namesAreComparedEvenWhereSomethingElseIsWrong() {
        folder.write(script("same") + "nonsense: 1\n", to: "a.yaml")
        folder.write(script("same"), to: "b.yaml")
        #expect(load(folder.path).diagnostics.contains { $0.kind == .duplicateTimeline })
    }

    // MARK: The digest

    @Test func theDigestIsOfTheFileAndTheVariables() throws {
        let files = load(folder.write(script("a"), to: "a.yaml"), folder.write(script("b"), to: "b.yaml"))
        let sources = files.loaded.map(\.source)
        let digests = [
            TimelineDigest.hexadecimal(of: [sources[0]], overrides: []),
            TimelineDigest.hexadecimal(of: [sources[1]], overrides: []),
            TimelineDigest.hexadecimal(of: [sources[0]], overrides: ["a=1"]),
            TimelineDigest.hexadecimal(of: [sources[0]], overrides: ["a=1", "b=2"]),
            TimelineDigest.hexadecimal(of: [sources[0]], overrides: ["a=1b=2"]),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digests.allSatisfy { $0.utf8.count == 64 })
    }

    @Test func theDigestOfAFileIsItsSHA256() {
        let files = load(folder.write("abc", to: "abc.yaml"))
        #expect(
            TimelineDigest.hexadecimal(of: [files.loaded[0].source], overrides: [])
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    // MARK: Included files

    private func including(_ paths: String) -> String {
        "timeline: t\ninclude: \(paths)\nsender: {id: s}\ndefaults: {rooms: [a]}\nmessages: [{id: m, at: 0, text: hi}]\n"
    }

    private func errors(_ files: TimelineFiles) -> [String] {
        files.diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    /// Each could be read twice as often as the one before: two links and sixteen levels are 65,536 times.
    @Test func aFileThatIncludesItselfByOtherNamesIsReadOnce() {
        symlink(".", folder.path("l"))
        symlink(".", folder.path("m"))
        folder.write("include: [l/x.yaml, m/x.yaml]\nvars: {a: 1}\n", to: "x.yaml")
        #expect(
            errors(load(folder.write(including("x.yaml"), to: "s.yaml")))
                == ["the file includes itself", "the file includes itself"])
    }

    @Test func aFileMayBeIncludedUnderTwoNames() {
        symlink(".", folder.path("l"))
        folder.write("rooms: {a: {id: a}}\n", to: "x.yaml")
        #expect(load(folder.write(including("[x.yaml, l/x.yaml, ./x.yaml]"), to: "s.yaml")).areValid)
    }

    @Test func aFolderIsNamedWhereItIsIncluded() {
        folder.makeFolder("below")
        let found = errors(load(folder.write(including("below/.."), to: "s.yaml")))
        #expect(found.count == 1)
        #expect(found.first?.contains("cannot read : ") == false)
    }
}
