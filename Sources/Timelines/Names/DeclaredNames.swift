import Templates

/// The names that a timeline declares, and their places.
struct DeclaredNames {
    typealias Name = (text: String, place: Range<Int>)

    var timelineVariables: [(symbol: Symbol, name: Name)] = []
    var roomVariables: [(symbol: Symbol, name: Name)] = []
    var inputs: [(symbol: Symbol, name: Name)] = []
    /// Variables with a text like `no`, which may be meant as false.
    var flagWords: [(symbol: Symbol, word: FlagWord)] = []
    /// Rooms and groups.
    var rooms: [Name] = []
    /// Rooms and groups that messages, the defaults or other groups name.
    var namedRooms: Set<String> = []
}
