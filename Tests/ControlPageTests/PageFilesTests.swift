import ControlPage
import Foundation
import Testing

/// What is built in, held against the folder and against itself.
struct PageFilesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/ControlPage/Files").standardizedFileURL

    private static let texts: [String: String] = Dictionary(
        uniqueKeysWithValues: ControlPage.paths.map {
            ($0, String(decoding: ControlPage.file($0)?.bytes ?? [], as: UTF8.self))
        })

    @Test func `Every file of the folder is served, byte for byte`() throws {
        let files = FileManager.default.enumerator(at: Self.folder, includingPropertiesForKeys: [.isRegularFileKey])
        var count = 0
        while let file = files?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            count += 1
            let name = file.standardizedFileURL.path.dropFirst(Self.folder.path.count)
            let served: [UInt8]? =
                switch name {
                case "/index.html": ControlPage.file("/")?.bytes
                case "/unauthorised.html": ControlPage.unauthorised.bytes
                default: ControlPage.file(String(name))?.bytes
                }
            #expect(served == [UInt8](try Data(contentsOf: file)), "\(name)")
        }
        #expect(count == ControlPage.paths.count + 1)
    }

    @Test func `A type is said for every file, and nothing but the page is served`() {
        #expect(ControlPage.file("/")?.type == "text/html; charset=utf-8")
        #expect(ControlPage.file("/page/app.js")?.type == "text/javascript; charset=utf-8")
        #expect(ControlPage.file("/page/style/base.css")?.type == "text/css; charset=utf-8")
        for path in ["", "/index.html", "/page", "/page/", "/page/../index.html", "/page/app.js/", "/Page/app.js"] {
            #expect(ControlPage.file(path) == nil, "\(path)")
        }
    }

    @Test func `What the page and its modules refer to exists`() {
        for (_, path) in matches(of: /(?:href|src)="(\/[^"]*)"/, in: ["/"]) {
            #expect(Self.texts[path] != nil, "\(path)")
        }
        var reached: Set = ["/", "/page/app.js"]
        var waiting = ["/page/app.js"]
        while let module = waiting.popLast() {
            for (_, path) in matches(of: /from "([^"]+)"/, in: [module]) {
                let target = URL(filePath: module).deletingLastPathComponent().appending(path: path).standardizedFileURL
                #expect(Self.texts[target.path] != nil, "\(path) in \(module)")
                if reached.insert(target.path).inserted { waiting.append(target.path) }
            }
        }
        for path in ControlPage.paths where path.hasSuffix(".js") {
            #expect(reached.contains(path), "\(path) is not used")
        }
    }

    @Test func `Nothing is fetched from elsewhere, and no text becomes markup`() {
        let forbidden = [
            "http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
            "new Function", "javascript:", "@import", "url(", "Date.now(", "new Date(",
        ]
        for (path, text) in Self.texts {
            for words in forbidden { #expect(!text.contains(words), "\(words) in \(path)") }
            // Inline handlers, styles and scripts, which the page's security policy refuses.
            if path == "/" { #expect(!text.contains(/<script>| style=| on[a-z]+=/)) }
        }
    }

    @Test func `Both languages have the same words, and the page asks for no others`() {
        let english = table("/page/core/en.js")
        let chinese = table("/page/core/zh.js")
        #expect(english.count > 200)
        let plurals = english.keys.filter { $0.hasSuffix("_one") }
        // Chinese has no plural.
        #expect(Set(english.keys).subtracting(plurals) == Set(chinese.keys))
        for (key, words) in english {
            let twin = chinese[key] ?? english[String(key.dropLast("_one".count))] ?? ""
            #expect(places(in: words) == places(in: twin), "\(key)")
        }
        let modules = ControlPage.paths.filter { $0.hasSuffix(".js") }
        for (path, key) in matches(of: /\bt\("([^"]+)"/, in: modules) {
            #expect(english[key] != nil, "\(key) in \(path)")
        }
        let others = modules.filter { $0 != "/page/core/en.js" && $0 != "/page/core/zh.js" }
        let used = Set(matches(of: /"([a-z_]+(?:\.[a-z_]+)*)"/, in: others).map(\.1))
        // Keys that are put together: `state.${run.state}`.
        let stems = Set(matches(of: /[`"]([a-z_]+\.)(?:\$\{|")/, in: others).map(\.1))
        for key in english.keys where !key.hasSuffix("_one") && !used.contains(key) {
            #expect(stems.contains { key.hasPrefix($0) }, "\(key) is not used")
        }
    }

    @Test func `The page stays small`() {
        #expect(Self.texts.values.reduce(0) { $0 + $1.utf8.count } < 300_000)
    }

    /// The first group of each match, with the file it is in.
    private func matches(of pattern: Regex<(Substring, Substring)>, in paths: [String]) -> [(String, String)] {
        paths.flatMap { path in (Self.texts[path] ?? "").matches(of: pattern).map { (path, String($0.output.1)) } }
    }

    private func table(_ path: String) -> [String: String] {
        let pairs = (Self.texts[path] ?? "").matches(of: /(?m)^  "([^"]+)": "((?:[^"\\]|\\.)*)",$/)
        return Dictionary(pairs.map { (String($0.output.1), String($0.output.2)) }) { _, second in
            Issue.record("\(second) has a key that was there already")
            return second
        }
    }

    private func places(in words: String) -> Set<String> {
        Set(words.matches(of: /\{(\w+)\}/).map { String($0.output.1) })
    }
}
