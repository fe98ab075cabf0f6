import Rehearsing
import Timelines

/// Which deliveries of a preview are shown.
struct PreviewFilter: Sendable {
    /// Nil for both.
    let category: Category?
    /// RoomIds; nil for all.
    let rooms: Set<String>?

    static let all = PreviewFilter(category: nil, rooms: nil)

    func includes(_ row: PreviewRow) -> Bool {
        guard category.map({ $0 == row.category }) ?? true else { return false }
        return rooms?.contains(row.roomID) ?? true
    }
}
