import Templates

/// Names that a script declares, and where.
struct DeclaredNames {
    struct Name {
        var text: String
        var place: Range<Int>
    }

    var timelineVariables: [(symbol: Symbol, name: Name)] = []
    var roomVariables: [(symbol: Symbol, name: Name)] = []
    /// Rooms and groups.
    var rooms: [Name] = []
    /// Rooms and groups that somebody names: messages, the defaults, or another group.
    var namedRooms: Set<String> = []
}
