/// The forms of texts as regular expressions that every validator supports: those of ECMA 262, without the extensions of
/// single engines. Arithmetic (whether a date exists, how long ten years are) is left to the loader.
enum SchemaPattern {
    static let timelineName = "^[a-z0-9][a-z0-9-]{0,63}$"
    static let messageID = "^[A-Za-z0-9._-]{1,64}$"
    /// See `Identifiers.firstForbiddenCharacter`.
    static let zegoID = #"^[A-Za-z0-9~!@#$%^&*()_+=\-`;'’,.<>\\]+$"#
    /// A name that templates can use. Which characters beyond ASCII are letters is left to the loader.
    static let variable = #"^[^\u0000-@\[-\^`{-\u007f][^\u0000-/:-@\[-\^`{-\u007f]*$"#
    static let timeZone = "^(UTC|GMT|[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)+)$"
    static let something = #"[^ \t\r\n]"#
    static let withoutBraces = #"^[^{]"#
    static let wholeNumberFromOne = "^0*[1-9][0-9]*$"

    // MARK: Times

    private static let decimals = #"(\.[0-9]{1,9})?"#
    /// The decimals of a number of seconds: nothing is finer than a millisecond.
    private static let milliseconds = #"(\.[0-9]{1,3}0{0,6})?"#
    private static let units =
        "(?=[0-9])([0-9]+\(decimals)d)?([0-9]+\(decimals)h)?([0-9]+\(decimals)m)?([0-9]+\(milliseconds)s)?"
        + #"([0-9]+(\.0{1,9})?ms)?"#
    private static let clock = "[0-9]+(:[0-5][0-9]){1,2}\(milliseconds)"
    private static let unsigned = "(0+|\(units)|\(clock))"

    static let offset = "^[-+]?\(unsigned)$"
    /// A length of time of zero or more.
    static let length = #"^(\+|-(?=[^1-9]*$))?\#(unsigned)$"#
    /// A length of time of more than zero.
    static let period = #"^\+?(?=.*[1-9])\#(unsigned)$"#

    private static let date =
        "(19|2[01])[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
    private static let minuteOfDay = "([01][0-9]|2[0-3]):[0-5][0-9]"
    static let start = "^\(date)[Tt ]\(minuteOfDay)(:[0-5][0-9]\(milliseconds))?([Zz]|[-+]\(minuteOfDay))?$"

    static let cron: String = {
        let fields = [
            field("[0-5]?[0-9]"), field("1?[0-9]|2[0-3]"), field("[1-9]|[12][0-9]|3[01]"),
            field("[1-9]|1[0-2]", names: "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
            field("[0-7]", names: "SUN MON TUE WED THU FRI SAT"),
        ]
        return #"^\s*"# + fields.joined(separator: #"\s+"#) + #"\s*$"#
    }()

    /// Numbers and names, ranges, steps and lists of them.
    private static func field(_ numbers: String, names: String = "") -> String {
        // Accepts upper and lower case letter by letter, because not every engine has a flag to ignore case.
        let named = names.split(separator: " ").map { name in
            name.map { "[\($0)\($0.lowercased())]" }.joined()
        }
        let one = "(0*(\(numbers))" + named.map { "|\($0)" }.joined() + ")"
        let part = #"(\*|\#(one)(-\#(one))?)(/0*[1-9][0-9]*)?"#
        return "\(part)(,\(part))*"
    }
}
