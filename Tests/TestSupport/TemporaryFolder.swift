package import Glibc
package import ShowTime

/// A folder for one test, removed with this object.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() {
        var template = Array("/tmp/showcaller-test-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            mkdtemp(buffer.baseAddress!)
            return String(cString: buffer.baseAddress!)
        }
    }

    deinit { Self.remove(path) }

    package func path(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    package func write(_ text: String, to name: String, mode: mode_t = 0o644) -> String {
        let path = path(name)
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
        precondition(file >= 0, "cannot write \(path)")
        var text = text
        text.withUTF8 { _ = Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        return path
    }

    package func append(_ text: String, to name: String) {
        let file = open(path(name), O_WRONLY | O_APPEND)
        precondition(file >= 0, "cannot write \(name)")
        var text = text
        text.withUTF8 { _ = Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
    }

    /// Sets when a file was last written.
    package func setModified(_ path: String, to instant: Instant) {
        var times = [
            timeval(tv_sec: Int(instant.seconds), tv_usec: 0), timeval(tv_sec: Int(instant.seconds), tv_usec: 0),
        ]
        precondition(utimes(path, &times) == 0, "cannot set the time of \(path)")
    }

    @discardableResult
    package func makeFolder(_ name: String, mode: mode_t = 0o755) -> String {
        mkdir(path(name), mode)
        // Whatever the umask says.
        chmod(path(name), mode)
        return path(name)
    }

    /// Removes the file or folder of that name, with everything in it.
    package func remove(_ name: String) { Self.remove(path(name)) }

    package func text(of name: String) -> String { Self.text(of: path(name)) }

    package static func text(of path: String) -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(file, &part, part.count), count > 0 { bytes += part[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The names in a folder below this one, sorted.
    package func names(in name: String = ".") -> [String] { Self.names(in: path(name)).sorted() }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        chmod(path, 0o755)
        for name in names(in: path) { remove("\(path)/\(name)") }
        if unlink(path) != 0 { rmdir(path) }
    }
}
