import MarkedYAML
import Templates

/// Names that texts and lists of rooms use and nothing declares, each with its error.
struct MissedNames {
    enum Kind { case variable, room }

    fileprivate struct Name: Hashable {
        var kind: Kind
        var text: String
    }

    fileprivate var uses: [(name: Name, diagnostic: Int)] = []

    /// - Parameter diagnostic: the index of its error.
    mutating func add(_ kind: Kind, _ text: String, diagnostic: Int) {
        uses.append((Name(kind: kind, text: text), diagnostic))
    }
}

/// A declaration that nothing uses.
private struct IdleDeclaration {
    var kind: MissedNames.Kind
    var name: DeclaredNames.Name
    /// The bytes of the source in which the declaration applies; nil for all of them.
    var extent: Range<Int>?
}

extension TimelineLoader {
    /// If a name is used in several places but declared nowhere, and a name very like it is declared but never used, the slip is
    /// in the declaration: it is reported there, once, and not wherever the name is used. If the name is used only once, and no
    /// other room or message has it, the slip may just as well be in the use, which keeps its error.
    ///
    /// Must be called after all names are read, and before any diagnostic is removed.
    mutating func blameDeclarations(_ loaded: LoadedMessages, _ mentions: Mentions) {
        guard !missedNames.uses.isEmpty else { return }
        let idle = idleDeclarations(loaded, mentions).prefix(2000)
        guard !idle.isEmpty else { return }
        let known = Set(knownVariables)
        var explained: Set<Int> = []
        var blamed: [Int: Diagnostic] = [:]
        for (name, uses) in Dictionary(grouping: missedNames.uses, by: \.name).sorted(by: { $0.key.text < $1.key.text })
            .prefix(500)
        {
            let alike = idle.filter { $0.kind == name.kind }
            guard let nearest = Suggestion.nearest(to: name.text, among: alike.lazy.map(\.name.text)) else { continue }
            for declaration in alike where declaration.name.text == nearest {
                let missing = uses.map(\.diagnostic).filter {
                    declaration.extent?.contains(diagnostics[$0].range.lowerBound) ?? true
                }
                guard let first = missing.first else { continue }
                let places = Set(missing.map { diagnostics[$0].range.lowerBound }).count
                guard places > 1 || name.kind == .variable && known.contains(name.text) else { continue }
                explained.formUnion(missing)
                let line = diagnostics[first].position.line
                blamed[declaration.name.place.lowerBound] = Diagnostic(
                    .error, kind: diagnostics[first].kind,
                    "\"\(nearest)\" is used nowhere, and \"\(name.text)\" (as on line \(line)) is declared nowhere: did you mean \"\(name.text)\"?",
                    in: source, at: declaration.name.place)
            }
        }
        guard !blamed.isEmpty else { return }
        diagnostics = diagnostics.enumerated().filter { index, diagnostic in
            let isUnused = diagnostic.kind == .unusedVariable && blamed[diagnostic.range.lowerBound] != nil
            return !explained.contains(index) && !isUnused
        }.map(\.element)
        diagnostics += blamed.sorted { $0.key < $1.key }.map(\.value)
    }

    private func idleDeclarations(_ loaded: LoadedMessages, _ mentions: Mentions) -> [IdleDeclaration] {
        var idle: [IdleDeclaration] = []
        for (symbol, name) in declared.timelineVariables + declared.inputs where !mentions.symbols.contains(symbol) {
            idle.append(IdleDeclaration(kind: .variable, name: name))
        }
        for (symbol, name) in declared.roomVariables
        where !mentions.symbols.contains(symbol) && !mentions.words.contains(name.text) {
            idle.append(IdleDeclaration(kind: .variable, name: name))
        }
        for (index, node) in loaded.variables {
            let end = index + 1 < loaded.places.count ? loaded.places[index + 1] : source.bytes.count
            for key in unusedVariables(ofMessage: index, node, loaded) {
                idle.append(
                    IdleDeclaration(
                        kind: .variable, name: (key.text, key.range),
                        extent: loaded.places[index]..<max(end, loaded.places[index])))
            }
        }
        for name in declared.rooms where rooms.isTaken(name.text) && !declared.namedRooms.contains(name.text) {
            idle.append(IdleDeclaration(kind: .room, name: name))
        }
        return idle
    }
}
