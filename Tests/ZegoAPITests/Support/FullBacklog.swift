import Glibc

/// A port of loopback where connections are neither accepted nor refused: its backlog is full.
final class FullBacklog: Sendable {
    struct Failure: Error { var call: String; var reason: String }

    let port: Int
    private let descriptors: [Int32]

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        func withAddress(_ body: (UnsafePointer<sockaddr>) -> Int32) -> Int32 {
            withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        guard withAddress({ bind(listener, $0, length) }) == 0, listen(listener, 0) == 0 else {
            throw Failure(call: "listen", reason: String(cString: strerror(errno)))
        }
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        var descriptors = [listener]
        // More than any system rounds a backlog of nothing up to.
        for _ in 0..<16 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            _ = withAddress { connect(client, $0, length) }
            descriptors.append(client)
        }
        self.descriptors = descriptors
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
