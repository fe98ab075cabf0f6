/// An error in a file as YAML, whatever the file is for.
package struct YAMLProblem: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case syntax
        case encoding
        case duplicateKey
        case limit
        case unsupported
        /// A file that was never meant to be YAML: a spreadsheet.
        case otherFormat
    }
    package var kind: Kind
    package var message: String
    /// Byte offsets in the source.
    package var range: Range<Int>

    package init(_ kind: Kind, _ message: String, at range: Range<Int>) {
        self.kind = kind
        self.message = message
        self.range = range
    }

    static let noMemory = YAMLProblem(.limit, "there is no memory left to read the file", at: 0..<0)
}

/// The limits of one file. A timeline of a million messages stays below all of them.
package struct YAMLLimits: Sendable {
    /// Bytes of one file.
    package var size = 256 << 20
    /// Lines like `%TAG` at the beginning.
    package var directives = 16
    /// Collections inside collections; libyaml 0.2.5 has no limit of its own.
    package var depth = 64
    /// Nodes that aliases may stand for in all, so that a few lines cannot become billions.
    package var aliasedNodes = 1_000_000
    /// Bytes of text that aliases may stand for in all: as many as a file could have without aliases.
    package var aliasedBytes = 256 << 20

    package init() {}
}
