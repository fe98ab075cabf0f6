package import Scheduling
package import ShowTime

extension Interval {
    /// `-1.250`
    package var inSeconds: String {
        let milliseconds = milliseconds
        let digits = String(milliseconds.magnitude % 1000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(fraction)"
    }
}

extension Attempt {
    package var delivery: String { record?.delivery ?? "direct send \(id.number)" }
    package var messageID: String { record?.messageID ?? "" }
    package var occurrence: Int { record?.occurrence ?? 1 }
    package var part: Part? { record?.part }
    package var number: Int { record?.number ?? 1 }
    package var due: Instant? { record?.due }

    /// `> a#1@1 (2)`
    package var line: String { "> \(delivery)\(number > 1 ? " (\(number))" : "")" }
}

extension ResultRecord {
    /// The key of the delivery, or of many: `a#1...3@1`.
    package var deliveries: String {
        guard occurrences.count > 1 else { return delivery }
        return "\(messageID)#\(occurrences.lowerBound)...\(occurrences.upperBound)@\(roomID)"
    }

    package var line: String { "\(deliveries) \(outcome.rawValue)\(reason.map { ": \($0)" } ?? "")" }
}

extension Record {
    /// The record as it stands in a transcript.
    package var line: String {
        switch self {
        case .run(let header): "run \(header.run)"
        case .attempt(let attempt): "> \(attempt.delivery)"
        case .result(let result): result.line
        case .control(let control): control.action.line
        case .end(let end): "end of \(end.planned):\(end.tally.line)"
        }
    }
}

extension ControlRecord.Action {
    package var line: String {
        switch self {
        case .hold: "hold"
        case .holdBefore(let message, let due, let inputs, let needsGo):
            "hold before \(message) at \((due - TestShow.start).inSeconds)"
                + inputs.map { " for \($0)" }.joined() + (!inputs.isEmpty && needsGo ? " and go" : "")
        case .go(let held, let total): "go \(held.inSeconds) total \(total.inSeconds)"
        case .shift(let by, let total): "shift \(by.inSeconds) total \(total.inSeconds)"
        case .skip(let cue): "skip \(cue.text)"
        case .unskip(let cue, let first): "unskip \(cue.text) from #\(first)"
        case .fire(let firing): "fire \(firing.line)"
        case .again(let firing): "again \(firing.line)"
        case .cancel: "cancel"
        case .set(let name, let value): "set \(name)=\(value)"
        case .unset(let name, let reason): "unset \(name): \(reason)"
        case .reload(let reload):
            "reload" + reload.renamed.sorted { $0.key < $1.key }.map { " \($0.key) is \($0.value)" }.joined()
                + reload.leads.sorted { $0.key < $1.key }.map { " \($0.key)+\($0.value)" }.joined()
        case .reloadRefused(let reason): "reload refused: \(reason)"
        case .shutdown: "shutdown"
        case .accountHold(let code, _): "account_hold\(code.map { " \($0)" } ?? "")"
        case .accountOK: "account_ok"
        case .networkHold(let reason): "network_hold: \(reason)"
        case .networkOK: "network_ok"
        case .clockStep(let by, let off, _): "clock_step \(by.inSeconds) off \(off.inSeconds)"
        case .salvaged: "salvaged"
        case .logRestored: "log_restored"
        }
    }
}

extension Firing {
    fileprivate var line: String { "\(message)#\(occurrence)@\(rooms.joined(separator: ","))" }
}

extension Tally {
    /// ` sent 2, missed 1`
    package var line: String {
        Outcome.final.filter { self[$0] > 0 }.map { " \($0.rawValue) \(self[$0])" }.joined(separator: ",")
    }
}

extension TestShow {
    /// The lines of attempts only.
    package var departures: [String] { lines.filter { $0.contains(" > ") } }

    /// The lines in which any of `texts` occurs.
    package func lines(with texts: String...) -> [String] {
        lines.filter { line in texts.contains { line.contains($0) } }
    }

    /// The results of one delivery, without times.
    package func results(of delivery: String) -> [String] {
        results.filter { $0.deliveries == delivery }.map { $0.line.replacing(delivery + " ", with: "") }
    }

    /// What happened to runs as a whole, without the times.
    package var controls: [String] {
        records.compactMap { if case .control(let control) = $0 { control.action.line } else { nil } }
    }

    package var results: [ResultRecord] {
        records.compactMap { if case .result(let result) = $0 { result } else { nil } }
    }

    package var tally: Tally { status.runs.last { $0.run == Self.run }?.tally ?? Tally() }
}
