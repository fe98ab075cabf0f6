import ArgumentParser
import Timelines
import ZegoSimulator

/// A fault as it was written.
struct RehearsedFault: Sendable {
    let text: String
    let fault: Fault

    init(_ text: String) throws {
        self.text = text
        do { fault = try Fault(text) } catch { throw ValidationError(visible(error.message)) }
    }

    /// The fault for the rooms that it means. A room that is in no timeline would be a fault that never happens,
    /// unnoticed.
    func faults(for timelines: [Timeline]) throws -> [Fault] {
        guard let room = fault.room else { return [fault] }
        let rooms = timelines.flatMap(\.rooms)
        if rooms.contains(where: { $0.id == room }) { return [fault] }
        let ids = Set(rooms.filter { $0.name == room }.map(\.id))
        guard !ids.isEmpty else {
            let hint = Suggestion.hint(for: room, among: rooms.flatMap { [$0.name, $0.id] })
            throw wrongUsage("--fault \(text): there is no room \"\(room)\"\(hint)")
        }
        return ids.sorted().map { id in
            var fault = fault
            fault.room = id
            return fault
        }
    }
}
