/// Names the replacement for each feature of Jinja2 and Python that is not supported.
enum Alternatives {
    /// For a filter; nil for one that Jinja2 does not have either.
    static func toFilter(_ name: String) -> String? {
        switch name {
        case "map", "select", "reject", "selectattr", "rejectattr": "loop with {% for … %} and {% if … %}"
        case "groupby": "sort, and begin a group where an item differs from loop.previtem"
        case "dictsort": "write | items | sort"
        case "slice": "write | batch(…)"
        case "attr": "write .name or [\"name\"]"
        case "random": "write x[occurrence % (x | length)], so that preview shows what goes out"
        case "center", "indent", "wordwrap", "filesizeformat": "write | format(…), as in \"%8.1f\" | format(x)"
        case "e", "escape", "forceescape", "safe", "striptags", "urlize", "xmlattr":
            "texts go out as they are, without HTML"
        case "tojson", "pprint", "urlencode", "wordcount": "write into vars what shall be shown"
        default: nil
        }
    }

    /// For a statement, whether Jinja2 has it or not.
    static func toStatement(_ word: String) -> String {
        switch word {
        case "include", "import", "from", "extends", "block": "a timeline's include: shares messages between files"
        case "macro", "call": "put into vars what several messages share"
        case "with": "write {% set … %}"
        case "filter": "write | behind what it shall change"
        case "break", "continue": "write {% for … in … if … %} or {% if … %}"
        case "elseif", "elsif", "elseIf", "ElseIf": "write {% elif … %}"
        case "foreach", "while": "write {% for … in … %}"
        case "unless": "write {% if not … %}"
        case "end", "fi": "write {% endif %} or {% endfor %}"
        case _ where statements.contains(word.lowercased()): "write {% \(word.lowercased()) %}, in lower case"
        default: "there are if, for and set"
        }
    }

    private static let statements: Set = [
        "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "raw", "endraw",
    ]

    /// For a character of other languages; empty where there is none.
    static func toCharacter(_ character: String) -> String {
        switch character {
        case "&": ": write and"
        case "!": ": write not, or != between two values"
        case "?": ": write a if x else b"
        case "$": ": a variable is its name alone"
        case ";": ": leave it out"
        default: ""
        }
    }

    /// For a token that may not stand where it does; nil if it is not known what its author meant.
    static func toToken(_ token: ExpressionLexer.Token, doubled: Bool) -> String? {
        switch token {
        case .symbol("="): "one = compares nothing: write =="
        case .symbol("|") where doubled: "|| has no meaning in an expression: write or"
        case .name(let word) where word != word.lowercased() && ExpressionParser.keywords.contains(word.lowercased()):
            "write \(word.lowercased()), in lower case"
        default: nil
        }
    }

    /// For a test, whether Jinja2 has it or not.
    static func toTest(_ name: String) -> String {
        switch name {
        case "eq", "equalto", "sameas", "ne", "lt", "lessthan", "le", "gt", "greaterthan", "ge", "in":
            "the test \"\(name)\" is not supported: write ==, !=, <, <=, >, >= or in"
        case "upper", "lower": "the test \"\(name)\" is not supported: write x == x | \(name)"
        case "sequence", "iterable":
            "the test \"\(name)\" is not supported: ask what it is not, as in x is not string"
        case "callable", "escaped", "filter", "test":
            "the test \"\(name)\" is not supported: what it asks is always the same in a template"
        default: "there is no test \"\(name)\": there are such as defined, none and odd"
        }
    }

    /// For a member of a value that has no members; nil if no replacement is known.
    static func toMember(_ name: String, of value: Value) -> String? {
        let directives = [
            "year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "date": "%F", "weekday": "%A",
        ]
        if case .instant = value { return directives[name].map { "write | strftime(\"\($0)\")" } }
        return toMethod(name)
    }

    /// For a method of Python's; nil where no filter or operator does the same.
    static func toMethod(_ name: String) -> String? {
        switch name {
        case "cycle": "write [\"a\", \"b\"][loop.index0 % 2]"
        case "changed": "compare the item with loop.previtem"
        case "strftime": "a date is formatted with | strftime(\"%H:%M\")"
        case "strip", "lstrip", "rstrip": "write | trim"
        case "get": "write m.name | default(…)"
        case "keys": "loop over the mapping itself"
        case "values": "write {% for key, value in m | items %}"
        case "startswith", "endswith": "compare a part of it, as in x[:3] == \"abc\""
        case "find", "index": "write \"a\" in x"
        case "append", "extend", "insert": "write {% set x = x + [1] %}"
        case "split", "splitlines": "write a list into vars"
        case "join": "write the_list | join(\", \")"
        case "zfill", "ljust", "rjust", "center": "write | format(…), as in \"%05d\" | format(x)"
        case _ where Filter(named: name) != nil || name == "format": "write | \(name)"
        default: nil
        }
    }

    /// For something that is called.
    static func toCall(of callee: Expression) -> String {
        switch callee.kind {
        case .variable(_, let name) where Filter(named: name) == nil:
            return "there is no function \"\(name)\" but range"
        case .variable(_, let name): return "calls are not supported: write | \(name) behind the value"
        case .attribute(let name): if let remedy = toMethod(name) { return "calls are not supported: \(remedy)" }
        default: break
        }
        return "calls are not supported: there are filters instead, as in x | upper"
    }
}
