/// What Python's objects have besides what a script gave them. Jinja2 finds these, so a template cannot ask for them
/// without meaning something else than here.
enum PythonAttributes {
    /// Whether Jinja2 prefers a method of Python's `dict` to the member of that name.
    static func belongsToMappings(_ name: String) -> Bool { ofMappings.contains(name) || isPrivate(name) }

    /// Whether texts, numbers, lists or times have something of that name in Python.
    static func belongsToOthers(_ name: String) -> Bool { ofOthers.contains(name) || isPrivate(name) }

    static func belongsToGenerators(_ name: String) -> Bool {
        ["send", "throw", "close"].contains(name) || name.hasPrefix("gi_")
    }

    /// What Jinja2 defines where a script does not.
    static let globals: Set<String> = ["range", "dict", "lipsum", "cycler", "joiner", "namespace"]

    private static func isPrivate(_ name: String) -> Bool { name.hasPrefix("__") && name.hasSuffix("__") }

    private static let ofMappings: Set = [
        "clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values",
    ]

    private static let ofOthers: Set = [
        "append", "as_integer_ratio", "astimezone", "bit_count", "bit_length", "capitalize", "casefold", "center",
        "clear", "combine", "conjugate", "copy", "count", "ctime", "date", "day", "denominator", "dst", "encode",
        "endswith", "expandtabs", "extend", "find", "fold", "format", "format_map", "from_bytes", "fromhex",
        "fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "hex", "hour", "imag", "index", "insert",
        "is_integer", "isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric",
        "isocalendar", "isoformat", "isoweekday", "isprintable", "isspace", "istitle", "isupper", "join", "ljust",
        "lower", "lstrip", "maketrans", "max", "microsecond", "min", "minute", "month", "now", "numerator",
        "partition", "pop", "real", "remove", "removeprefix", "removesuffix", "replace", "resolution", "reverse",
        "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "second", "sort", "split", "splitlines",
        "startswith", "strftime", "strip", "strptime", "swapcase", "time", "timestamp", "timetuple", "timetz",
        "title", "to_bytes", "today", "toordinal", "translate", "tzinfo", "tzname", "upper", "utcfromtimestamp",
        "utcnow", "utcoffset", "utctimetuple", "weekday", "year", "zfill",
    ]
}
