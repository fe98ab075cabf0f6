import Templates

/// The names that a timeline declares, and their places.
struct DeclaredNames {
    struct Name {
        var text: String
        var place: Range<Int>
    }

    var timelineVariables: [(symbol: Symbol, name: Name)] = []
    var roomVariables: [(symbol: Symbol, name: Name)] = []
    /// Rooms and groups.
    var rooms: [Name] = []
    /// Rooms and groups that messages, the defaults or other groups name.
    var namedRooms: Set<String> = []
}
