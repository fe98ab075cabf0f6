import Glibc
import SystemPackage

extension FileSystem {
    /// Writes a file whole or not at all: under a temporary name, which is then renamed over the old file. Writes directly to a
    /// device or a pipe, which must not be replaced.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        try perform("write", on: path) {
            let isReplaced = (try? Stat(path)).map { $0.type == .regular } ?? true
            // The folder may be anybody's: nobody can guess this name, and a file or a link that is already there is never
            // opened.
            let draft = isReplaced ? "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp" : path
            let options: FileDescriptor.OpenOptions = isReplaced ? [.create, .exclusiveCreate, .noFollow] : []
            do {
                let file = try FileDescriptor.open(
                    draft, .writeOnly, options: options.union(.closeOnExec),
                    permissions: FilePermissions(rawValue: 0o644))
                try file.closeAfter { _ = try file.writeAll(bytes) }
                if isReplaced, !rename(draft, to: path) { throw Errno.last }
            } catch {
                if isReplaced { remove(draft) }
                throw error
            }
        }
    }

    /// Makes a folder and those above it.
    package static func makeFolder(_ path: String, mode: UInt32 = 0o750) throws(Failure) {
        guard !isFolder(path) else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeFolder(String(path[..<slash]), mode: mode)
        }
        guard mkdir(path, mode) != 0 else { return }
        let error = Errno.last
        // Another process may have made it meanwhile; a file of that name is no folder.
        guard !isFolder(path) else { return }
        throw Failure(path: path, reason: error == .fileExists ? "it is not a folder" : "\(error)", action: "make")
    }

    package static func remove(_ path: String) { unlink(path) }

    package static func rename(_ path: String, to other: String) -> Bool { Glibc.rename(path, other) == 0 }
}
