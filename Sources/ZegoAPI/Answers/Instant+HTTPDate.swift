package import ShowTime

extension Instant {
    /// Reads the `Date` of an HTTP answer in the one form that servers write, `Sat, 21 Nov 2026 06:55:52 GMT` (RFC 9110);
    /// nil for anything else.
    package init?(httpDate text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, parts[0].utf8.count == 4, parts[0].last == ",", parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2])), parts[1].utf8.count == 2
        else { return nil }
        // The reader of RFC 3339 refuses days and hours that do not exist.
        let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
        guard parts[3].utf8.count == 4, parts[4].utf8.count == 8,
            case .instant(let instant) = try? WrittenTime("\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
        else { return nil }
        self = instant
    }
}
