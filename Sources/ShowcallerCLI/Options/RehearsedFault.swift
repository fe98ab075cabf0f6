import ArgumentParser
import Timelines
import ZegoSimulator

/// A fault as it was written.
struct RehearsedFault: Sendable {
    let text: String
    private let fault: Fault

    init(_ text: String) throws {
        self.text = text
        do { fault = try Fault(text) } catch { throw ValidationError(visible(error.message)) }
    }

    /// The fault for the rooms that it means. A room that is in no timeline would be a fault that never happens, and nobody
    /// would know.
    func faults(for timelines: [Timeline]) throws -> [Fault] {
        guard let room = fault.room else { return [fault] }
        let rooms = timelines.flatMap(\.rooms)
        if rooms.contains(where: { $0.id == room }) { return [fault] }
        var ids: [String] = []
        for named in rooms where named.name == room && !ids.contains(named.id) { ids.append(named.id) }
        guard !ids.isEmpty else {
            throw wrongUsage(
                "--fault \(visible(text)): there is no room \"\(visible(room))\""
                    + Suggestion.hint(for: room, among: rooms.flatMap { [$0.name, $0.id] }))
        }
        return ids.map { id in
            var fault = fault
            fault.room = id
            return fault
        }
    }
}
