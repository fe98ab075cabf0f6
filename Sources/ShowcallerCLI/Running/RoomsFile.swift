import HostSystem
import MarkedYAML
import RunSheets
import ShowRuntime
import Timelines

/// The file of rooms of an import: read before it, and added to after it.
struct RoomsFile {
    let path: String
    /// The path from the timeline's folder, below which included files lie.
    let include: String
    let map: RoomMap
    private let source: SourceText?

    /// - Parameter output: the timeline's file; nil where it goes to standard output, which counts as a file in this folder.
    init(_ path: String, besides output: String?) throws {
        self.path = path
        func folder(of path: String) throws -> String {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
            guard let resolved = FileSystem.resolved(folder) else {
                throw Failure("cannot write \(path): No such file or directory")
            }
            return resolved == "/" ? "/" : resolved + "/"
        }
        let file = try folder(of: path) + (path.split(separator: "/").last.map(String.init) ?? "")
        let root = try folder(of: output ?? "timeline")
        guard file.hasPrefix(root), file != root else {
            throw Failure("--rooms: \(path) is not below the folder of the timeline, \(root): it could not be included")
        }
        include = String(file.dropFirst(root.count))
        guard FileSystem.exists(path) else {
            (source, map) = (nil, RoomMap())
            return
        }
        let source: SourceText
        do { source = SourceText(name: path, bytes: try FileSystem.read(path)) } catch { throw Failure(error.message) }
        self.source = source
        do throws(SheetProblem) { map = try RoomMap(source) } catch { throw Self.failure(error, in: source) }
    }

    /// The text that the file is to have.
    func text(adding rooms: [TimelineDraft.Room]) throws -> [UInt8] {
        do throws(SheetProblem) { return try map.adding(rooms) } catch {
            throw source.map { Self.failure(error, in: $0) } ?? Failure(error.message)
        }
    }

    private static func failure(_ problem: SheetProblem, in source: SourceText) -> Failure {
        Failure("\(source.place(ofByte: problem.place)): \(problem.message)")
    }

    /// Returns a reader of the files that a timeline includes. For this file it gives the text that the file is to have.
    func reader(
        of text: [UInt8], for timeline: SourceText, at output: String?
    ) -> @Sendable (String, SourceText) -> Result<SourceText, LoadingOptions.IncludeProblem> {
        let files = IncludedFiles(ofTimeline: output ?? "timeline", below: nil)
        let (name, include) = (path, include)
        return { path, includer in
            guard path == include, includer.name == timeline.name else { return files.read(path, for: includer) }
            return .success(SourceText(name: name, bytes: text))
        }
    }

    /// Writes the text where it differs from the file's.
    ///
    /// - Returns: what was added, for people.
    func write(_ text: [UInt8], adding rooms: [TimelineDraft.Room]) throws -> [String] {
        guard source?.bytes != text else { return [] }
        do throws(FileSystem.Failure) { try FileSystem.write(text, to: path) } catch {
            throw Failure("cannot write \(path): \(error.reason)")
        }
        guard !rooms.isEmpty else { return [] }
        let names = rooms.map { "\"\($0.name)\"" }.joined(separator: ", ")
        return ["\(path): \(names) \(rooms.count == 1 ? "is" : "are") new in it: put in the RoomIds that are meant"]
    }
}

extension SourceText {
    /// `show.yaml:3:7`
    func place(ofByte byte: Int) -> String {
        let position = position(ofByte: byte)
        return "\(name):\(position.line):\(position.column)"
    }
}
