import Timelines

/// Reloads that give messages other ids.
extension RunBook {
    mutating func rename(_ renamed: [String: String]) {
        guard !renamed.isEmpty else { return }
        let moved = inherit(renamed)
        open = Dictionary(
            open.map { key, delivery in
                guard let entry = moved[key.entry] else { return (key, delivery) }
                var delivery = delivery
                delivery.formerEntries.append(key.entry)
                return (Key(entry: entry, occurrence: key.occurrence), delivery)
            }
        ) { _, last in last }
    }

    /// Lets what has ended under the id that a message had count under the one that it has now.
    ///
    /// - Returns: the entries with the new ids, by those with the old ones.
    @discardableResult
    mutating func inherit(_ renamed: [String: String]) -> [Int: Int] {
        var moved: [Int: Int] = [:]
        for index in entries.indices {
            let entry = entries[index]
            guard let id = renamed[entry.name.message] else { continue }
            let name = Name(message: id, room: entry.name.room)
            let other = self.index(
                of: name, roomName: entry.roomName, category: entry.category, due: entry.due, time: entry.time)
            for range in entry.ended.map(\.occurrences) + entry.inherited.ranges {
                entries[other].inherited.insert(range)
            }
            moved[index] = other
        }
        return moved
    }

    mutating func inheritAgain() {
        for case .control(let control) in events {
            if case .reload(let reload) = control.action { inherit(reload.renamed) }
        }
    }

    /// The entries of messages that a reload has just renamed, by the entries that they had before.
    func moved(by renamed: [String: String]) -> [Int: Int] {
        guard !renamed.isEmpty else { return [:] }
        var moved: [Int: Int] = [:]
        for index in entries.indices {
            guard let id = renamed[entries[index].name.message] else { continue }
            moved[index] = self.index(message: id, room: entries[index].name.room)
        }
        return moved
    }
}
