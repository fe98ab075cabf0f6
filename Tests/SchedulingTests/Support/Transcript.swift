import ShowTime

@testable import Scheduling

extension Interval {
    /// `-1.250`
    var inSeconds: String {
        let milliseconds = milliseconds
        let digits = String(milliseconds.magnitude % 1000)
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        return "\(milliseconds < 0 ? "-" : "")\(milliseconds.magnitude / 1000).\(fraction)"
    }
}

extension Attempt {
    var delivery: String {
        run == nil
            ? "told \(id.number)" : DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
    }

    /// `> a#1@1 (2) probe`
    var line: String { "> \(delivery)\(number > 1 ? " (\(number))" : "")\(isProbe ? " probe" : "")" }
}

extension ResultRecord {
    var delivery: String {
        guard let lastOccurrence else {
            return DeliveryName.text(messageID, occurrence: occurrence, part: part, roomID: roomID)
        }
        return "\(messageID)#\(occurrence)...\(lastOccurrence)@\(roomID)"
    }
    var line: String { "\(delivery) \(outcome.rawValue)\(reason.map { ": \($0)" } ?? "")" }
}

extension Record {
    /// As it stands in a transcript.
    var line: String {
        switch self {
        case .attempt(let attempt, _): attempt.line
        case .result(let result): result.line
        case .control(let control): control.action.line
        case .end(let end): "end of \(end.planned):\(end.tally.line)"
        }
    }
}

extension ControlRecord.Action {
    var line: String {
        switch self {
        case .hold: "hold"
        case .holdBefore(let message, let due): "hold before \(message) at \((due - Stage.start).inSeconds)"
        case .go(let held, let total): "go \(held.inSeconds) total \(total.inSeconds)"
        case .shift(let by, let total): "shift \(by.inSeconds) total \(total.inSeconds)"
        case .skip(let message): "skip \(message)"
        case .cancel: "cancel"
        case .reload: "reload"
        case .shutdown: "shutdown"
        case .accountHold(let code, _): "account_hold\(code.map { " \($0)" } ?? "")"
        case .accountOK: "account_ok"
        }
    }
}

extension Tally {
    /// ` sent 2, missed 1`
    var line: String {
        Outcome.final.filter { self[$0] > 0 }.map { " \($0.rawValue) \(self[$0])" }.joined(separator: ",")
    }
}

extension Stage {
    /// The lines of attempts only.
    var departures: [String] { lines.filter { $0.contains(" > ") } }

    /// The lines that `texts` occur in.
    func lines(with texts: String...) -> [String] { lines.filter { line in texts.contains { line.contains($0) } } }

    /// The results of one delivery, without times.
    func results(of delivery: String) -> [String] {
        records.compactMap { record in
            guard case .result(let result) = record, result.delivery == delivery else { return nil }
            return result.line.replacing(delivery + " ", with: "")
        }
    }

    var results: [ResultRecord] {
        records.compactMap { if case .result(let result) = $0 { result } else { nil } }
    }

    var tally: Tally { scheduler.tally(of: Self.show) ?? Tally() }
}
