package import JSONText
package import Scheduling

extension [UInt8] {
    mutating func append(membersOf end: EndRecord) {
        begin("end", at: end.time, end.run)
        field("planned", end.planned)
        append(membersOf: end.tally)
    }

    /// Appends a count for each final outcome.
    package mutating func append(membersOf tally: Tally) {
        for outcome in Outcome.final {
            name(outcome.name)
            append(json: tally[outcome])
        }
    }
}

extension EndRecord {
    init?(_ line: inout LogLine) {
        guard let run = line.run(), let planned = line.members.integer("planned") else { return nil }
        self.init(time: line.time, run: run, planned: planned, tally: Tally(&line.members))
    }
}

extension Tally {
    /// Reads a count for each final outcome; one that is missing is zero.
    package init(_ members: inout JSONMembers) {
        self.init()
        for outcome in Outcome.final { self[outcome] = members.integer(outcome.name) ?? 0 }
    }
}

extension Outcome {
    /// The raw value as a literal, which is written without a copy.
    package var name: StaticString {
        switch self {
        case .sent: "sent"
        case .rejected: "rejected"
        case .failed: "failed"
        case .missed: "missed"
        case .cancelled: "cancelled"
        case .unknown: "unknown"
        case .invalid: "invalid"
        case .retrying: "retrying"
        case .throttled: "throttled"
        case .held: "held"
        }
    }
}
