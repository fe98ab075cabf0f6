import HostSystem
import ShowRuntime
import Synchronization
import ZegoAPI

/// Removes the account's secret from everything that is printed, whatever prints it: a script may contain it or lead to it.
enum Redaction {
    private static let secrets = Mutex(secretsOfEnvironment())

    private static func secretsOfEnvironment() -> [ServerSecret] {
        let given = EnvironmentVariable.value("ZEGO_SERVER_SECRET").map(ServerSecret.init)
        let kept = EnvironmentVariable.value("ZEGO_SERVER_SECRET_FILE").flatMap {
            try? AccountSettings.secret(fromFile: $0)
        }
        return [given, kept].compactMap { $0 }
    }

    /// Adds a secret that was read anew.
    static func add(_ secret: ServerSecret) {
        secrets.withLock { secrets in
            if !secrets.contains(secret) { secrets.append(secret) }
        }
    }

    /// Lets through a secret that is nobody's: that of a simulator.
    static func letThrough(_ secret: ServerSecret) { secrets.withLock { $0.removeAll { $0 == secret } } }

    static func redact(_ bytes: inout [UInt8]) {
        for secret in secrets.withLock({ $0 }) { secret.redact(&bytes) }
    }

    static func redacted(_ text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        redact(&bytes)
        return bytes
    }

    /// The length of the longest secret in bytes: as many bytes at the end of a piece may be the beginning of one.
    static var longest: Int { secrets.withLock { $0.map(\.length).max() ?? 0 } }
}
