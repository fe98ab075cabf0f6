import ArgumentParser
import ShowTime

/// A multiple of the speed of real time: `60`, `0.5`.
struct SpeedOption: ExpressibleByArgument {
    var times: Double

    init?(argument: String) {
        guard let times = Double(argument), times >= 0.001, times <= 1_000_000 else { return nil }
        self.times = times
    }

    var text: String { times.shortText }
}
