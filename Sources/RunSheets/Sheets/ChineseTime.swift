import ShowTime

/// Dates and times of day as sheets in Chinese write them.
enum ChineseTime {
    /// `2026年11月20日`, `2026/11/20`, `2026.11.20` → `2026-11-20`, with what follows it; anything else as it is.
    static func withPlainDate(_ text: String) -> String {
        guard let match = text.firstMatch(of: /^(\d{4})[年\/.\-] ?(\d{1,2})[月\/.\-] ?(\d{1,2})日?(?![\d.])(.*)$/) else {
            return text
        }
        func two(_ digits: Substring) -> String { digits.count == 1 ? "0\(digits)" : String(digits) }
        let plain = match.4.drop { $0 == " " }
        let rest = clock(String(plain))?[...] ?? plain
        let date = "\(match.1)-\(two(match.2))-\(two(match.3))"
        guard !rest.isEmpty, !rest.hasPrefix("T"), !rest.hasPrefix("t") else { return date + rest }
        // A clock with the date has two digits of hours.
        let clock = rest.firstIndex(of: ":") == rest.index(rest.startIndex, offsetBy: 1) ? "0\(rest)" : String(rest)
        return "\(date) \(clock)"
    }

    /// The hours that a word in front of a time adds to those before noon.
    private static let dayTimes: KeyValuePairs<String, Int> = [
        "凌晨": 0, "清晨": 0, "早晨": 0, "早上": 0, "上午": 0, "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12,
    ]

    /// `晚上8点05分`, `下午 8:05`, `20时05分30秒`, `8点半` as `20:05`; nil for what is no such time. `8小时` is a length of time.
    static func clock(_ text: String) -> String? {
        var rest = text.filter { $0 != " " }
        let word = dayTimes.first { rest.hasPrefix($0.key) }
        if let word { rest.removeFirst(word.key.count) }
        guard word != nil || rest.contains("点") || rest.contains("點") || (rest.contains("时") && !rest.contains("小时"))
        else { return nil }
        guard
            let match = rest.wholeMatch(
                of: /(\d{1,2})(?:[点點时時]钟?整?|:)(?:(半)|(?:(\d{1,2})分?)(?:[:]?(\d{1,2})秒?)?)?/),
            let hour = Int(match.1), hour <= 24
        else { return nil }
        var hours = hour
        if let word {
            // `中午12点` is 12:00 and `中午1点` is 13:00; `晚上12点` is 24:00, the end of the evening.
            if word.value == 12, hour < 11 || (hour == 11 && word.key != "中午") { hours += 12 }
            if hour == 12, word.value == 0 || word.key == "晚上" { hours = word.value == 0 ? 0 : 24 }
        }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minute = match.2 != nil ? 30 : match.3.flatMap { Int($0) } ?? 0
        let second = match.4.flatMap { Int($0) } ?? 0
        return "\(two(hours)):\(two(minute)):\(two(second))"
    }
}
