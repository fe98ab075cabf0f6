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

    /// Returns the fault, once for each room that it means. Throws where the room is in no timeline: such a fault would never
    /// happen, and nobody would notice.
    func faults(for timelines: [Timeline]) throws -> [Fault] {
        guard let room = fault.room else { return [fault] }
        let ids = try RoomNames.ids(of: room, in: timelines, option: "--fault \(text)")
        return ids.sorted().map { id in
            var fault = fault
            fault.room = id
            return fault
        }
    }
}
