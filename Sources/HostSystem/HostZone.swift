import Foundation
package import ShowTime

/// The time zone that this host is set to, by `TZ` or its settings.
package enum HostZone {
    /// UTC where the host's zone has no known name.
    package static var current: Zone {
        let name = TimeZone.current.identifier
        // Foundation's name for UTC.
        return name == "GMT" ? .utc : Zone(named: name) ?? .utc
    }
}
