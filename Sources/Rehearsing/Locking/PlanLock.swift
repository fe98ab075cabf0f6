package import ShowTime
package import Timelines

/// The plan that was previewed and agreed to, as one hash for each timeline. A run can be told to refuse any other plan.
///
/// The first line of the file has its version. Each further line is for one timeline, unless it is a comment (`#`):
///
///     showcaller-lock 1
///     launch-night start=2026-11-20T12:00:00.000Z deliveries=412 hash=plan plan=… times=… texts=… settings=…
package struct PlanLock: Sendable, Equatable {
    /// The start of a timeline, as far as it is locked.
    package enum Start: Sendable, Hashable {
        case at(Instant)
        case cron
        /// The start is whatever `--start` gives.
        case open

        /// - Parameter requested: the start that the command line asks for.
        package init(_ timeline: Timeline, _ requested: RequestedStart) {
            switch requested {
            case .at(.instant(let instant)): self = .at(instant)
            case .at(.local(let civil)): self = .at(timeline.zone.instant(civil))
            case .now: self = .open
            case .asWritten: self = timeline.start.map(Start.at) ?? (timeline.firings == nil ? .open : .cron)
            }
        }

        fileprivate init?(_ text: Substring) {
            switch text {
            case "cron": self = .cron
            case "open": self = .open
            default:
                guard case .instant(let instant)? = try? WrittenTime(text) else { return nil }
                self = .at(instant)
            }
        }

        fileprivate var text: String {
            switch self {
            case .at(let instant): instant.rfc3339
            case .cron: "cron"
            case .open: "open"
            }
        }
    }

    package struct Entry: Sendable, Equatable {
        package var timeline: String
        package var start: Start
        package var digest: PlanDigest
    }

    /// The reason why a file is not a lock.
    package struct Unreadable: Error, Sendable {
        package var message: String

        package init(message: String) { self.message = message }
    }

    /// A timeline with the hash of all that was read for it.
    package typealias Source = (timeline: Timeline, files: String)

    private static let version = 1
    private static let title = "showcaller-lock"

    package private(set) var entries: [Entry]

    /// Locks the plans of timelines that are valid.
    package init(_ sources: [Source], start: RequestedStart) {
        entries = sources.map { timeline, files in
            let start = Start(timeline, start)
            return Entry(timeline: timeline.name, start: start, digest: PlanDigest(timeline, start, files: files))
        }
        entries.sort { $0.timeline < $1.timeline }
    }

    // MARK: The file

    package init(text: String) throws(Unreadable) {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
        guard let first = lines.first?.split(separator: " "), first.count == 2, first[0] == Self.title else {
            throw Unreadable(message: "this is not a lock: make one with preview --lock")
        }
        guard first[1] == "\(Self.version)" else {
            throw Unreadable(
                message:
                    "a lock of version \(first[1]), which this showcaller does not know: make it again with preview --lock"
            )
        }
        entries = []
        for line in lines.dropFirst() {
            guard let entry = Entry(line: line), !entries.contains(where: { $0.timeline == entry.timeline }) else {
                throw Unreadable(message: "not a line of a lock: \"\(line.prefix(80))\"")
            }
            entries.append(entry)
        }
    }

    package var text: String {
        var text = "\(Self.title) \(Self.version)\n"
        text += "# What was previewed. \"showcaller run --lock\" with this file plays that and refuses anything else.\n"
        if entries.contains(where: \.digest.isOfTimeline) {
            text +=
                "# hash=script: the texts depend on a start that is not known yet, so every byte of the timeline is locked,\n"
            text += "# of what it includes and of the variables.\n"
        }
        for entry in entries { text += entry.line + "\n" }
        return text
    }

    // MARK: What departs from it

    /// Says where timelines that are valid differ from the lock; empty where none does.
    package func departures(of sources: [Source], start: RequestedStart) -> [String] {
        var departures: [String] = []
        let locked = Dictionary(entries.map { ($0.timeline, $0) }) { first, _ in first }
        for (timeline, files) in sources {
            guard let entry = locked[timeline.name] else {
                departures.append("\(timeline.name) is not in the lock")
                continue
            }
            let own = Start(timeline, start)
            // A timeline that leaves its start open may be given any start.
            guard own == entry.start || (entry.start == .open && timeline.startRule == .open) else {
                departures.append("\(timeline.name) starts \(entry.start.words) in the lock, now \(own.words)")
                continue
            }
            let digest = PlanDigest(timeline, entry.start, files: files)
            if let difference = entry.digest.difference(from: digest) {
                departures.append("\(timeline.name) is not what was locked: \(difference)")
            }
        }
        let given = Set(sources.map(\.timeline.name))
        for entry in entries where !given.contains(entry.timeline) {
            departures.append("\(entry.timeline) is in the lock and was not given")
        }
        return departures
    }
}

extension PlanLock.Start {
    fileprivate var words: String {
        switch self {
        case .at(let instant): "at \(instant.rfc3339)"
        case .cron: "by cron"
        case .open: "at no time that is known"
        }
    }
}

extension PlanLock.Entry {
    fileprivate var line: String {
        let digest = digest
        return
            "\(timeline) start=\(start.text) deliveries=\(digest.deliveries) hash=\(digest.isOfTimeline ? "script" : "plan")"
            + " plan=\(digest.plan) times=\(digest.times) texts=\(digest.texts) settings=\(digest.settings)"
    }

    fileprivate init?(line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 8 else { return nil }
        var values: [Substring: Substring] = [:]
        for word in words.dropFirst() {
            guard let equals = word.firstIndex(of: "=") else { return nil }
            values[word[..<equals]] = word[word.index(after: equals)...]
        }
        guard let start = values["start"].flatMap(PlanLock.Start.init), let plan = values["plan"],
            let deliveries = values["deliveries"].flatMap({ Int($0) }), let times = values["times"],
            let texts = values["texts"], let settings = values["settings"], let hash = values["hash"],
            ["plan", "script"].contains(hash)
        else { return nil }
        self.init(
            timeline: String(words[0]), start: start,
            digest: PlanDigest(
                deliveries: deliveries, isOfTimeline: hash == "script", plan: String(plan), times: String(times),
                texts: String(texts), settings: String(settings)))
    }
}
