import ArgumentParser
import ShowTime
import Timelines

/// `--start now`, or an instant.
struct StartOption: ExpressibleByArgument {
    var start: RequestedStart

    init?(argument: String) {
        if argument == "now" {
            start = .now
        } else if let written = try? WrittenTime(argument) {
            start = .at(written)
        } else {
            return nil
        }
    }

    static let help: ArgumentHelp =
        "When the show starts: now, 2026-11-20T20:00:00+08:00, or a local \"2026-11-20 20:00\"."
}

extension StartOption? {
    var requested: RequestedStart { self?.start ?? .asWritten }
}
