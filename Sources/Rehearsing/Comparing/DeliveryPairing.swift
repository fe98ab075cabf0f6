import Scheduling
import ShowTime
import Timelines

/// Pairs the deliveries of two versions of a plan.
struct DeliveryPairing {
    private let old: [PreviewRow]
    private let new: [PreviewRow]
    private let ignoresNames: Bool
    private(set) var pairs: [(old: Int, new: Int)] = []
    /// The indices of rows that have not been paired yet.
    private(set) var oldLeft: [Int]
    private(set) var newLeft: [Int]

    init(_ old: [PreviewRow], _ new: [PreviewRow], ignoringNames: Bool) {
        self.old = old
        self.new = new
        ignoresNames = ignoringNames
        oldLeft = Array(old.indices)
        newLeft = Array(new.indices)
    }

    private struct Name: Hashable {
        var timeline: String
        var message: String
        var occurrence: Int
        var part: Int
        /// Empty where the room does not matter.
        var room: String
    }

    private func name(_ row: PreviewRow, message: String? = nil, hasRoom: Bool = true) -> Name {
        Name(
            timeline: ignoresNames ? "" : row.run.timeline, message: message ?? row.messageID,
            occurrence: row.occurrence, part: row.part?.number ?? 0, room: hasRoom ? row.roomID : "")
    }

    mutating func pairByName() { pair(hasRoom: true) }

    /// Pairs deliveries of the same message that have moved to another room.
    mutating func pairMoved() { pair(hasRoom: false) }

    /// Pairs the rows left over whose name is unique in both versions.
    ///
    /// - Parameter names: the old id of each renamed message by its new one. Where given, only the rows of these messages are
    ///   paired.
    private mutating func pair(hasRoom: Bool, renamed names: [String: String]? = nil) {
        let oldByName = Likeness.alone(oldLeft) { name(old[$0], hasRoom: hasRoom) }
        let named = newLeft.filter { index in names.map { $0[new[index].messageID] != nil } ?? true }
        let newByName = Likeness.alone(named) {
            name(new[$0], message: names?[new[$0].messageID], hasRoom: hasRoom)
        }
        var oldTaken: Set<Int> = []
        var newTaken: Set<Int> = []
        for (name, index) in newByName {
            guard let other = oldByName[name] else { continue }
            pairs.append((other, index))
            oldTaken.insert(other)
            newTaken.insert(index)
        }
        oldLeft.removeAll(where: oldTaken.contains)
        newLeft.removeAll(where: newTaken.contains)
    }

    // MARK: Messages without an id of their own

    /// Pairs messages whose ids are made from what they say. Such a message has another id once anything in it is edited, so it
    /// is recognized by what is not edited, the most telling criterion first.
    mutating func pairAnonymous(_ isMadeID: (String) -> Bool) {
        var oldMessages = Self.anonymous(oldLeft, of: old, isMadeID)
        var newMessages = Self.anonymous(newLeft, of: new, isMadeID)
        guard !oldMessages.isEmpty, !newMessages.isEmpty else { return }
        var newNames: [String: String] = [:]
        for likeness in Likeness.allCases {
            let oldAlone = Likeness.alone(Array(oldMessages.indices)) {
                Self.signature(oldMessages[$0].map { old[$0] }, likeness)
            }
            let newAlone = Likeness.alone(Array(newMessages.indices)) {
                Self.signature(newMessages[$0].map { new[$0] }, likeness)
            }
            var oldTaken: Set<Int> = []
            var newTaken: Set<Int> = []
            for (signature, index) in newAlone {
                guard let other = oldAlone[signature] else { continue }
                newNames[new[newMessages[index][0]].messageID] = old[oldMessages[other][0]].messageID
                oldTaken.insert(other)
                newTaken.insert(index)
            }
            oldMessages = oldMessages.indices.filter { !oldTaken.contains($0) }.map { oldMessages[$0] }
            newMessages = newMessages.indices.filter { !newTaken.contains($0) }.map { newMessages[$0] }
        }
        // Under the old ids these rows are paired by name as all others are; those left over are paired with rows in another
        // room.
        for hasRoom in [true, false] { pair(hasRoom: hasRoom, renamed: newNames) }
    }

    /// The rows of each message whose id was made from what it says, as indices.
    private static func anonymous(
        _ indices: [Int], of rows: [PreviewRow], _ isMadeID: (String) -> Bool
    ) -> [[Int]] {
        let groups = Dictionary(grouping: indices.filter { isMadeID(rows[$0].messageID) }) { index in
            [rows[index].run.timeline, rows[index].messageID]
        }
        return groups.values.sorted { $0[0] < $1[0] }
    }

    private static func signature(_ rows: [PreviewRow], _ likeness: Likeness) -> [String] {
        let words = rows.map { row in
            let time = "\(row.occurrence) \(row.offset.nanoseconds)"
            return switch likeness {
            case .textAndTime: "\(time) \(row.content)"
            case .text: row.content
            case .timeAndRooms: "\(time) \(row.roomID)"
            case .time: time
            }
        }
        return Set(words).sorted()
    }
}
