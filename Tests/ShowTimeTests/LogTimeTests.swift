import ShowTime
import Testing

@Suite struct LogTimeTests {
    private func read(_ text: String) -> Instant? { Array(text.utf8).withUnsafeBufferPointer(Instant.init(logTime:)) }

    @Test(arguments: [
        0, -1, 1, 1_795_176_000_250, -14_552_880_000, 951_782_399_999, 9_200_000_000_000, -9_200_000_000_000,
    ])
    func readsWhatIsWritten(milliseconds: Int) {
        let instant = Instant.milliseconds(Int64(milliseconds))
        #expect(read(instant.rfc3339) == instant)
    }

    @Test(arguments: [
        "", "2026-11-20T12:00:00Z", "2026-11-20T12:00:00.00Z", "2026-11-20T12:00:00.0000Z",
        "2026-11-20T12:00:00.000z", "2026-11-20 12:00:00.000Z", "2026/11/20T12:00:00.000Z",
        "2026-11/20T12:00:00.000Z", "2026-11-20T12.00:00.000Z", "2026-11-20T12:00.00.000Z",
        "2026-11-20T12:00:00,000Z", "2026-11-2xT12:00:00.000Z", "2026-11-20T12:00:00.00-Z",
        "2026-00-20T12:00:00.000Z", "2026-13-20T12:00:00.000Z", "2026-11-00T12:00:00.000Z",
        "2026-11-31T12:00:00.000Z", "2026-02-29T12:00:00.000Z", "2026-11-20T24:00:00.000Z",
        "2026-11-20T12:60:00.000Z", "2026-11-20T12:00:60.000Z", "1677-12-31T12:00:00.000Z",
        "2262-01-01T12:00:00.000Z", "20２6-11-20T12:00:00.00Z",
    ])
    func refusesAllElse(text: String) {
        #expect(read(text) == nil)
    }
}
