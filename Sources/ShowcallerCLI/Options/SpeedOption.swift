import ArgumentParser

/// How many times as fast as real time: `60`, `0.5`.
struct SpeedOption: ExpressibleByArgument {
    var times: Double

    init?(argument: String) {
        guard let times = Double(argument), times >= 0.001, times <= 1_000_000 else { return nil }
        self.times = times
    }

    var text: String { times == times.rounded() ? String(Int(times)) : String(times) }
}
