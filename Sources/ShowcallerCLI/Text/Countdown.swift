import ShowTime

/// How long something takes to come: `00:12`, `1:02:03`, `3 d 04:05:06`. Rounded up, as countdowns are: it says 00:01 until it is time.
func countdown(_ wait: Interval) -> String {
    let seconds = max(0, -(-wait).nanoseconds.flooredDivision(by: 1_000_000_000))
    let clock = Interval.seconds(seconds % 86400).clock
    if seconds >= 86400 { return "\(seconds / 86400) d \(clock)" }
    return seconds < 3600 ? String(clock.dropFirst(3)) : clock
}
