import Glibc

/// One variable of the environment, without a dictionary of all of them: they may be many, and a short command asks for few.
package enum EnvironmentVariable {
    /// Nil where it is not set.
    package static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}
