package import HostSystem
package import MarkedYAML
package import Rehearsing
package import Timelines

/// The timelines that a command was given, loaded and checked together.
package struct TimelineFiles: Sendable {
    package var loaded: [LoadedTimeline] = []
    /// Files of variables that were given beside them.
    package var variables: [VariablesFile] = []
    /// `--var`.
    package var given = VariablesFile(given: [])
    /// What could not be read at all.
    package var failures: [FileSystem.Failure] = []
    /// Other problems with what was given.
    package var problems: [String] = []

    /// Every diagnostic, file by file.
    package var diagnostics: [Diagnostic] { diagnosticsOfEach.flatMap(\.diagnostics) }

    /// Each file that was given, with what is wrong with it and with the files that it includes. A problem of a file that several
    /// files include is listed once.
    package var diagnosticsOfEach: [(file: String, diagnostics: [Diagnostic])] {
        var seen: Set<String> = []
        let ofVariables = (variables + [given]).map { (file: $0.source.name, diagnostics: $0.diagnostics) }
        return ofVariables
            + loaded.map { file in
                let diagnostics = file.diagnostics.filter { diagnostic in
                    diagnostic.source.name == file.source.name
                        || seen.insert("\(diagnostic.source.name):\(diagnostic.range):\(diagnostic.message)").inserted
                }
                return (file: file.source.name, diagnostics: diagnostics)
            }
    }

    /// Every file that was read for a timeline.
    package func sources(of file: LoadedTimeline) -> [SourceText] {
        [file.source] + file.included + variables.map(\.source)
    }

    /// Each valid timeline with the hash of all that was read for it.
    ///
    /// - Parameter overrides: `--var`, as given.
    package func sources(overrides: [String]) -> [PlanLock.Source] {
        loaded.compactMap { file in
            file.timeline.map { ($0, TimelineDigest.hexadecimal(of: sources(of: file), overrides: overrides)) }
        }
    }

    package var timelines: [Timeline] { loaded.compactMap(\.timeline) }

    /// Whether nothing stands in the way of a start. Promise: an invalid timeline never starts, nor does anything beside it.
    package var areValid: Bool {
        failures.isEmpty && problems.isEmpty && variables.allSatisfy(\.isValid) && given.isValid && !loaded.isEmpty
            && loaded.allSatisfy { $0.timeline != nil }
    }

    /// Loads files, and of folders those `*.yaml` and `*.yml` that are timelines.
    ///
    /// - Parameters:
    ///   - variables: paths of files of variables; if two define the same name, the later one wins.
    ///   - given: `--var`, as given, which beats them all.
    ///   - includeRoot: the folder below which included files lie; nil means the folder of each timeline.
    package static func load(
        _ paths: [String], variables: [String] = [], given: [String] = [], includeRoot: String? = nil,
        options: LoadingOptions
    ) -> TimelineFiles {
        var files = TimelineFiles()
        var options = options
        for path in variables { files.loadVariables(path) }
        files.given = VariablesFile(given: given)
        options.overrides = files.variables.flatMap(\.variables) + files.given.variables + options.overrides
        for path in paths {
            if FileSystem.isFolder(path) {
                files.loadFolder(path, options, includeRoot: includeRoot)
            } else {
                files.loadFile(path, options, includeRoot: includeRoot)
            }
        }
        files.checkNames()
        files.checkVariables()
        return files
    }

    private mutating func loadVariables(_ path: String) {
        do throws(FileSystem.Failure) {
            variables.append(VariablesFile(SourceText(name: path, bytes: try FileSystem.read(path))))
        } catch {
            failures.append(error)
        }
    }

    private mutating func loadFile(_ path: String, _ options: LoadingOptions, includeRoot: String?) {
        var options = options
        let included = IncludedFiles(ofTimeline: path, below: includeRoot)
        options.readIncluded = { included.read($0, for: $1) }
        do throws(FileSystem.Failure) {
            let source = SourceText(name: path, bytes: try FileSystem.read(path))
            loaded.append(TimelineLoader.load(source, options: options))
        } catch {
            failures.append(error)
        }
    }

    private mutating func loadFolder(_ folder: String, _ options: LoadingOptions, includeRoot: String?) {
        var folder = folder
        while folder.count > 1, folder.last == "/" { folder.removeLast() }
        do throws(FileSystem.Failure) {
            // Skips names that begin with a dot, as a shell's `*.yaml` does: editors leave locks and copies under such names.
            let names = try FileSystem.names(in: folder).filter { name in
                !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml"))
            }
            let before = loaded.count + failures.count
            for name in names {
                let path = folder == "/" ? "/\(name)" : "\(folder)/\(name)"
                guard !FileSystem.isFolder(path) else { continue }
                loadFile(path, options, includeRoot: includeRoot)
                // A file without a "timeline:" key is there to be included, unless it cannot even be read as YAML.
                if let last = loaded.last, last.source.name == path, !last.isTimeline, last.isReadable {
                    loaded.removeLast()
                }
            }
            if loaded.count + failures.count == before {
                problems.append(
                    "\(folder): no timelines in this folder: a timeline is a .yaml file with a \"timeline:\" key")
            }
        } catch {
            failures.append(error)
        }
    }

    /// A variable that no timeline uses is misspelt, or belongs to another show.
    private mutating func checkVariables() {
        var names = VariableNames()
        for file in loaded {
            // Nobody knows which variables a broken file would use.
            guard let ofFile = file.variableNames else { return }
            names.formUnion(ofFile)
        }
        guard !loaded.isEmpty else { return }
        for index in variables.indices { variables[index].check(against: names) }
        given.check(against: names)
    }

    /// Two timelines with one name would write into one log.
    private mutating func checkNames() {
        var firstByName: [String: SourceText] = [:]
        for index in loaded.indices {
            guard let (name, range) = loaded[index].name, !name.isEmpty else { continue }
            if let first = firstByName[name] {
                let message = "the timeline \"\(name)\" is in \(first.name) already: each has a name of its own"
                loaded[index].diagnostics.append(
                    Diagnostic(.error, kind: .duplicateTimeline, message, in: loaded[index].source, at: range))
                loaded[index].timeline = nil
            } else {
                firstByName[name] = loaded[index].source
            }
        }
    }
}

extension LoadedTimeline {
    fileprivate var isReadable: Bool {
        !diagnostics.contains { [.yamlSyntax, .encoding, .limit].contains($0.kind) }
    }
}
