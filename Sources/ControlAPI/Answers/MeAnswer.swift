import JSONText

/// The answer to `GET /v1/me`: who the caller is, and what they may do.
package struct MeAnswer: Sendable, Hashable {
    package var role: Role
    package var name: String
    package var version: String

    package init(role: Role, name: String, version: String) {
        self.role = role
        self.name = name
        self.version = version
    }

    package func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("role", role.rawValue)
            $0.field("name", name)
            $0.field("version", version)
        }
    }
}
