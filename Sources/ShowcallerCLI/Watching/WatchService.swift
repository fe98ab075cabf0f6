import ControlAPI
import Foundation
import HostSystem
import Scheduling
import ShowRuntime
import ShowTime
import Synchronization
import UnixSignals

/// Shows a running show on a terminal until somebody quits: brings together the events of a scheduler, the keys and the screen.
final class WatchService: Sendable {
    private enum Occasion: Sendable {
        case event(EventReader.Event)
        case lost(isGone: Bool)
        case key(WatchKey)
        case answer(WatchSession.Answer)
        case tick
        case quit
    }

    private static let tick = Duration.milliseconds(100)
    /// The pauses before it looks for the scheduler again; the last one is repeated.
    private static let pauses: [Duration] = [.milliseconds(250), .milliseconds(500), .seconds(1)]
    /// The number of times that a command is given, with the same id, where nobody answers.
    private static let attempts = 3

    /// What was found to be watched.
    enum Found: Sendable {
        case scheduler(ControlClient)
        /// A process that does not answer.
        case silence
        case nobody
    }

    private let find: @Sendable () async -> Found
    private let time = SystemTime()
    private let occasions: AsyncStream<Occasion>
    private let occur: AsyncStream<Occasion>.Continuation
    private let client = Mutex<ControlClient?>(nil)

    /// - Parameter find: looks for the scheduler that is watched.
    init(find: @escaping @Sendable () async -> Found) {
        self.find = find
        (occasions, occur) = AsyncStream.makeStream(of: Occasion.self)
    }

    /// - Parameter run: an id or a timeline's name, nil for whatever plays.
    func run(_ run: String?) async {
        let terminal = ScreenTerminal()
        defer { terminal.close() }
        if terminal.hasKeys { readKeys() }
        var session = WatchSession(run: run, canCommand: terminal.hasKeys)
        let signals = Task {
            for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup, .sigquit, .sigwinch) {
                occur.yield(signal == .sigwinch ? .tick : .quit)
            }
        }
        let ticks = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.tick)
                occur.yield(.tick)
            }
        }
        var feed = Task { await follow(after: nil) }
        defer { for task in [signals, ticks, feed] { task.cancel() } }
        for await occasion in occasions {
            let now = time.now.uptime
            var effects: [WatchSession.Effect] = []
            switch occasion {
            case .event(let event):
                if !session.take(event, at: now) {
                    feed.cancel()
                    feed = Task { await follow(after: nil) }
                }
                // The next tick shows it.
                continue
            case .lost(let isGone): session.lost(at: now, isGone: isGone)
            case .key(let key): effects = session.press(key, at: now)
            case .answer(let answer): effects = session.take(answer, at: now)
            case .tick: session.tick(now)
            case .quit: return
            }
            for effect in effects {
                if effect == .quit { return }
                carryOut(effect)
            }
            let size = terminal.size
            let screen = WatchScreen(width: size.columns, height: size.rows, style: .output)
            terminal.show(screen.lines(session), size)
        }
    }

    // MARK: The scheduler

    private func follow(after first: String?) async {
        let last = Mutex(first)
        var failures = 0
        while !Task.isCancelled {
            let found = await find()
            if case .scheduler(let scheduler) = found {
                client.withLock { $0 = scheduler }
                let heard = Mutex(false)
                await scheduler.events(after: last.withLock { $0 }) { [occur] event in
                    heard.withLock { $0 = true }
                    if let id = event.id { last.withLock { $0 = id } }
                    occur.yield(.event(event))
                }
                if heard.withLock({ $0 }) { failures = 0 }
            }
            guard !Task.isCancelled else { return }
            occur.yield(.lost(isGone: found.isNobody))
            try? await Task.sleep(for: Self.pauses[min(failures, Self.pauses.count - 1)])
            failures += 1
        }
    }

    private func carryOut(_ effect: WatchSession.Effect) {
        guard let client = client.withLock({ $0 }) else { return }
        let origin = CommandOrigin(id: UUID().uuidString, by: NSUserName())
        Task {
            for attempt in 1...Self.attempts {
                do throws(ControlClient.Unreachable) {
                    let result: Result<CommandAnswer, APIProblem>
                    switch effect {
                    case .perform(let command, let run):
                        result = try await client.command(command, run: run, from: origin)
                    case .panic: result = try await client.panic(from: origin)
                    case .set(let call, let run):
                        // A check needs no id: it changes nothing, however often it is made.
                        let origin = call.isCheck ? CommandOrigin() : origin
                        result = try await client.set(call, run: run, from: origin)
                    case .quit: return
                    }
                    switch result {
                    case .success(let answer): occur.yield(.answer(.done(answer)))
                    case .failure(let problem): occur.yield(.answer(.refused(problem.message)))
                    }
                    return
                } catch {
                    if attempt < Self.attempts { try? await Task.sleep(for: .milliseconds(500)) }
                }
            }
            occur.yield(.answer(.refused("no answer: look whether it was done before you press again")))
        }
    }

    // MARK: Keys

    private func readKeys() {
        let reading = Thread { [occur] in
            var keys = WatchKeys()
            while let bytes = StandardStreams.read(from: STDIN_FILENO, for: keys.isInSequence ? 100 : 1000) {
                for key in bytes.isEmpty ? keys.flush() : keys.take(bytes) { occur.yield(.key(key)) }
            }
            // The terminal is gone.
            occur.yield(.quit)
        }
        reading.start()
    }
}

extension WatchService.Found {
    fileprivate var isNobody: Bool { if case .nobody = self { true } else { false } }
}
