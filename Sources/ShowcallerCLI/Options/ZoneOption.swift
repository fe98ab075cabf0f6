import ArgumentParser
import ShowTime

/// An IANA time zone: `Asia/Shanghai`.
struct ZoneOption: ExpressibleByArgument {
    var zone: Zone

    init?(argument: String) {
        guard let zone = Zone(named: argument) else { return nil }
        self.zone = zone
    }
}
