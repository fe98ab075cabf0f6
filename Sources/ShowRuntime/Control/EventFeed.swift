import ControlAPI
import NIOCore
import Scheduling
import ShowTime

/// Tells readers of events what happens. It looks at the show four times a second for all of them together, and not at all while
/// there are none. A reader that does not keep up is dropped.
actor EventFeed {
    typealias Look = @Sendable (_ after: Int) async -> (status: StatusAnswer, records: [Record], count: Int)

    static let period = Duration.milliseconds(250)
    /// A heartbeat is sent each time that this number of looks has been made.
    private static let heartbeat = 20
    /// Events that may wait for one reader.
    private static let mostWaiting = 64
    static let mostReaders = 256
    /// How many readers are told at once, and the pause before the next ones: a call that is due must not have to wait behind
    /// hundreds of writes.
    private static let mostAtOnce = 8
    private static let pause = Duration.milliseconds(3)

    private struct Reader {
        let events: AsyncStream<ByteBuffer>.Continuation
        let drop: @Sendable () -> Void
    }

    private let look: Look
    private let time: any TimeSource
    private var feed: StateFeed
    private var readers: [Int: Reader] = [:]
    private var lastReader = 0
    private var records = 0
    private var ticks = 0
    private var ticking: Task<Void, Never>?
    /// The look that new readers wait for while nobody reads yet.
    private var firstTick: Task<Void, Never>?
    private var isOver = false

    init(time: any TimeSource, look: @escaping Look) {
        self.look = look
        self.time = time
        // Readers send ids back to resume: an id of another process must not be taken for one of this process.
        feed = StateFeed(epoch: String(UInt32.random(in: 0 ... .max), radix: 16))
    }

    var readerCount: Int { readers.count }

    /// - Parameters:
    ///   - id: of the last event that the reader has had.
    ///   - drop: is called where the reader does not keep up: it must end the connection.
    /// - Returns: the events from now on, and what to call when they are no longer read; nil if there are too many readers or the
    ///   feed has ended.
    func join(
        after id: String?, drop: @escaping @Sendable () -> Void
    ) async -> (events: AsyncStream<ByteBuffer>, leave: @Sendable () async -> Void)? {
        guard readers.count < Self.mostReaders, !isOver else { return nil }
        // The state of the last look may be old.
        if ticking == nil { await tickOnce() }
        guard readers.count < Self.mostReaders, !isOver else { return nil }
        let (events, continuation) = AsyncStream.makeStream(
            of: ByteBuffer.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
        let missed = id.flatMap { feed.changes(after: $0) } ?? feed.state().map { [$0] } ?? []
        // A reader that has missed more events than its queue holds gets the whole state instead.
        let first = missed.count < Self.mostWaiting ? missed : feed.state().map { [$0] } ?? []
        for event in first { continuation.yield(ByteBuffer(bytes: event.bytes)) }
        lastReader += 1
        let number = lastReader
        readers[number] = Reader(events: continuation, drop: drop)
        if ticking == nil { ticking = Task { await self.run() } }
        return (events, { await self.leave(number) })
    }

    /// Looks at the show, or waits for a look that is under way: two looks that begin at the same record would report the same
    /// twice.
    private func tickOnce() async {
        let first =
            firstTick
            ?? Task {
                await self.tick()
                self.firstTick = nil
            }
        firstTick = first
        await first.value
    }

    private func leave(_ number: Int) { readers.removeValue(forKey: number)?.events.finish() }

    /// Tells all readers how things stand in the end, then ends all streams for good. Once this has returned, the show is not
    /// looked at any more.
    func end() async {
        isOver = true
        // Looks that are under way come before the last one.
        await firstTick?.value
        ticking?.cancel()
        await ticking?.value
        if !readers.isEmpty { await tick() }
        for reader in readers.values { reader.events.finish() }
        readers = [:]
    }

    private func run() async {
        var next = ContinuousClock.now
        while !readers.isEmpty, !Task.isCancelled {
            next = max(next + Self.period, .now + Self.pause)
            try? await Task.sleep(until: next)
            if !readers.isEmpty { await tick() }
        }
        ticking = nil
    }

    /// Looks at the show once, and tells everybody what is new.
    func tick() async {
        let (status, new, count) = await look(records)
        records = count
        let event = feed.take(status, records: new, at: time.now.uptime)
        ticks += 1
        var bytes = ByteBuffer(bytes: event?.bytes ?? [])
        if ticks % Self.heartbeat == 0 { bytes.writeBytes(StateFeed.heartbeat) }
        await tell(bytes)
    }

    /// Sends bytes to those who are readers when it begins. A reader that joins meanwhile knows what they say already.
    private func tell(_ bytes: ByteBuffer) async {
        guard bytes.readableBytes > 0 else { return }
        for (count, number) in readers.keys.sorted().enumerated() {
            if count > 0, count % Self.mostAtOnce == 0 { try? await Task.sleep(for: Self.pause) }
            // It may have gone meanwhile.
            guard let reader = readers[number], case .dropped = reader.events.yield(bytes) else { continue }
            readers[number] = nil
            reader.events.finish()
            reader.drop()
        }
    }
}
