import ControlAPI
import Scheduling
import Timelines

/// Messages that operators send by hand.
extension ControlDesk {
    /// The most rooms of one message.
    private static let mostRooms = 1000
    /// The most rooms in no timeline that an answer names: a list from elsewhere may have no others.
    private static let mostStrangers = 3

    func send(_ call: SendCall, from origin: CommandOrigin) async throws(APIProblem) -> CommandAnswer {
        let timelines = await driver.state.snapshot.runs.filter(\.status.isPlaying).map(\.timeline)
        let (rooms, strangers) = try Self.rooms(call.rooms, of: timelines)
        let notes = timelines.isEmpty ? [] : Self.notes(on: strangers, among: timelines.flatMap(\.roomNames))
        var messages: [(name: String, message: DirectMessage)] = []
        for room in rooms {
            do throws(DirectMessage.Problem) {
                let message = try DirectMessage(
                    roomID: room.id, sender: call.sender, category: call.category, text: call.text)
                messages.append((room.name, message))
            } catch {
                throw .badRequest(error.message)
            }
        }
        let sent = messages
        return try await once.perform(origin.id.map { "send \($0)" }) { [driver] () async throws(APIProblem) in
            var answer = await Self.send(sent, through: driver)
            answer.message = ([answer.message] + notes).joined(separator: "\n")
            return answer
        }.get()
    }

    private static func send(
        _ messages: [(name: String, message: DirectMessage)], through driver: LiveDriver
    ) async -> CommandAnswer {
        let results = await withTaskGroup(of: (Int, SendResult).self) { tasks in
            for (index, (name, message)) in messages.enumerated() {
                tasks.addTask { (index, SendResult(room: name, await driver.send(message))) }
            }
            return await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
        let accepted = results.count { $0.outcome == .sent }
        var answer = CommandAnswer(
            isDone: true,
            accepted == results.count
                ? "accepted in \(accepted == 1 ? "1 room" : "\(accepted) rooms")"
                : "accepted in \(accepted) of \(results.count) rooms")
        answer.results = results
        return answer
    }

    /// Resolves names of rooms by the timelines that are being played. A name that none of them has is taken as a RoomId and is
    /// also returned as a stranger.
    private static func rooms(
        _ names: [String], of timelines: [Timeline]
    ) throws(APIProblem) -> (rooms: [(name: String, id: String)], strangers: [String]) {
        var rooms: [(name: String, id: String)] = []
        var strangers: [String] = []
        var seen: Set<String> = []
        for name in names {
            var meant: [(name: String, id: String)] = []
            for timeline in timelines {
                guard let named = timeline.rooms(named: name) else { continue }
                let found = named.map { (name: timeline.rooms[$0].name, id: timeline.rooms[$0].id) }
                guard meant.isEmpty || Set(meant.map(\.id)) == Set(found.map(\.id)) else {
                    throw APIProblem(
                        409, "ambiguous_room", "timelines that play mean different rooms by \"\(name)\": give RoomIds")
                }
                meant = found
            }
            if meant.isEmpty {
                meant = [(name, name)]
                if !seen.contains(name) { strangers.append(name) }
            }
            for room in meant where seen.insert(room.id).inserted { rooms.append(room) }
        }
        guard rooms.count <= mostRooms else {
            throw .badRequest("these are \(rooms.count) rooms, and a message goes to \(mostRooms) at most")
        }
        return (rooms, strangers)
    }

    /// Notes on names that no timeline has: they may be RoomIds, and may be slips.
    private static func notes(on strangers: [String], among names: [String]) -> [String] {
        let more = strangers.count - mostStrangers
        return strangers.prefix(mostStrangers).map { name in
            let hint = Suggestion.hint(for: name, among: names)
            return "\"\(name)\" is no room of the timelines and was taken as a RoomId\(hint)"
        } + (more > 0 ? ["so \(more == 1 ? "was 1 more" : "were \(more) more")"] : [])
    }
}
