import ShowTime
import Templates

extension Timeline {
    /// The same timeline without messages that are to be left out, and without rooms that a condition excludes. Conditions
    /// that depend on the room alone are decided here, once.
    ///
    /// - Parameters:
    ///   - skipped: indices of messages.
    ///   - assumedStart: any instant: the conditions that are decided do not depend on it.
    func leavingOut(_ skipped: Set<Int>, assumedStart: Instant) -> Timeline {
        guard !skipped.isEmpty || messages.contains(where: { $0.condition != nil }) else { return self }
        var expander = MessageExpander(self, start: assumedStart)
        var lists = roomLists
        var known: [[Int]: Int] = [:]
        var kept: [Message] = []
        var leftOut: [LeftOut] = []
        for (index, message) in messages.enumerated() {
            var message = message
            if let condition = message.condition, condition.dependencies.isEmpty {
                let rooms = rooms(of: message)
                let wanted = rooms.filter { room in
                    (try? expander.isWanted(message, occurrence: 1, room: room)) ?? true
                }
                if wanted.count < rooms.count {
                    let list = known[wanted] ?? lists.count
                    if list == lists.count { lists.append(wanted) }
                    known[wanted] = list
                    message.roomList = list
                }
                message.condition = nil
            }
            if skipped.contains(index) || lists[message.roomList].isEmpty {
                leftOut.append(LeftOut(id: message.id, reason: skipped.contains(index) ? .skip : .unwanted))
            } else {
                kept.append(message)
            }
        }
        return replacing(messages: kept, roomLists: lists, leftOut: leftOut)
    }
}
