import Foundation
package import ShowTime

/// The time zone that this host is set to, by `TZ` or its settings.
package enum HostZone {
    /// UTC where it has none that has a name.
    package static var current: Zone {
        let name = TimeZone.current.identifier
        // So Foundation calls UTC.
        return name == "GMT" ? .utc : Zone(named: name) ?? .utc
    }
}
