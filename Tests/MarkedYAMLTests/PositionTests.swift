import MarkedYAML
import Testing

@Suite struct PositionTests {
    /// Every value with its place and what stands there.
    private func marks(_ text: String) throws -> [String] {
        var marks: [String] = []
        func visit(_ node: YAMLNode) {
            let position = node.document.source.position(ofByte: node.range.lowerBound)
            if node.kind == .scalar { marks.append("\(position.line):\(position.column) \(node.source(node.range))") }
            for element in node.elements { visit(element) }
            for (key, value) in node.pairs {
                visit(key)
                visit(value)
            }
        }
        visit(try root(text))
        return marks
    }

    @Test(arguments: [
        ("a: 1\nbc:  two\n", ["1:1 a", "1:4 1", "2:1 bc", "2:6 two"]),
        ("价: 格\n😀: [é, x]", ["1:1 价", "1:4 格", "2:1 😀", "2:5 é", "2:8 x"]),
        ("a:\t1\nb:\t\t'x'", ["1:1 a", "1:4 1", "2:1 b", "2:5 'x'"]),
        ("a: 1\r\nb: \"é\"\r\n", ["1:1 a", "1:4 1", "2:1 b", "2:4 \"é\""]),
        ("\u{FEFF}a: 1\nb: 2", ["1:1 a", "1:4 1", "2:1 b", "2:4 2"]),
        ("\u{FEFF}价: 1", ["1:1 价", "1:4 1"]),
        ("a: &x 1\nb: &y 'q'\nc: !!str 5\n", ["1:1 a", "1:7 1", "2:1 b", "2:7 'q'", "3:1 c", "3:10 5"]),
        ("a: &x # why\n  1\nb: *x", ["1:1 a", "2:3 1", "3:1 b", "3:4 *x"]),
        ("a: &x\nb: [!!str, &y , z]", ["1:1 a", "1:6 ", "2:1 b", "2:10 ", "2:14 ", "2:17 z"]),
        ("a:\nb:\n", ["1:1 a", "1:3 ", "2:1 b", "2:3 "]),
        ("- |\n  x\n- y\n", ["1:3 |\n  x\n", "3:3 y"]),
    ])
    func everyScalarKnowsItsPlace(text: String, marks: [String]) throws {
        #expect(try self.marks(text) == marks)
    }

    @Test func aCollectionBeginsBehindItsAnchor() throws {
        let root = try root("a: &x {b: 1}\nc: &y\n  d: 2\n")
        let flow = try #require(root["a"])
        let block = try #require(root["c"])
        #expect(root.source(flow.range) == "{b: 1}")
        #expect(root.source(block.range).hasPrefix("d: 2"))
    }

    @Test func anAliasStandsWhereItIsWrittenAndItsContentAtTheAnchor() throws {
        let root = try root("a: &x [1]\nb: *x\n")
        let alias = try #require(root["b"])
        #expect(alias.source(alias.range) == "*x")
        #expect(alias.source(alias.contentRange) == "[1]")
        #expect(alias.outline == "[1]")
    }
}
