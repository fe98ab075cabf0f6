import JSONText
package import Scheduling
import ShowTime

/// A claim as lines of JSON: one with the number of deliveries, then one for each delivery. It counts only when all of them are
/// there.
///
///     {"event":"claim","time":"…","run":"…","boot":"…","count":1}
///     {"delivery":"welcome#1@123"}
extension [UInt8] {
    package mutating func append(_ claims: ClaimRecord) {
        object {
            $0.begin("claim", at: claims.time, claims.run)
            $0.field("boot", claims.boot)
            $0.field("count", claims.deliveries.count)
        }
        append(UInt8(ascii: "\n"))
        for delivery in claims.deliveries {
            object { $0.field("delivery", delivery.name) }
            append(UInt8(ascii: "\n"))
        }
    }
}

extension ClaimRecord {
    /// Reads the last complete claim in `bytes`, nil where there is none. A claim that a power loss left incomplete is ignored.
    package init?(last bytes: [UInt8]) {
        var last: ClaimRecord?
        var next: ClaimRecord?
        var count = 0
        var line = LogLine()
        for text in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            text.withUnsafeBufferPointer { text in
                if line.read(text), line.event == "claim" {
                    next = Self(headerOf: &line)
                    count = line.members.integer("count") ?? -1
                } else if next != nil, line.members.read(text), let (message, occurrence, room) = line.delivery() {
                    next?.deliveries.append(
                        ClaimedDelivery(messageID: message, occurrence: occurrence, roomID: room))
                } else {
                    next = nil
                }
            }
            if let whole = next, whole.deliveries.count == count { last = whole }
        }
        guard let last else { return nil }
        self = last
    }

    private init?(headerOf line: inout LogLine) {
        guard let run = line.run(), let boot = line.members.text("boot") else { return nil }
        self.init(time: line.time, run: run, boot: boot, deliveries: [])
    }
}
