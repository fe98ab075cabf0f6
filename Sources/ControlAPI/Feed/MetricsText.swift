import Scheduling
import ShowTime

/// Describes what is played in the text format of Prometheus.
package enum MetricsText {
    /// - Parameters:
    ///   - readers: how many read events at present.
    ///   - version: of this program.
    package static func text(_ status: StatusAnswer, readers: Int, version: String) -> String {
        var page = Page()
        page.add("showcaller_build_info", "The version of Showcaller; always 1.", [([("version", version)], 1)])
        page.add("showcaller_account_held", "Whether ZEGO takes no calls of the account.", status.account.isHeld)
        page.add("showcaller_network_held", "Whether ZEGO cannot be reached.", status.network.isHeld)
        page.add("showcaller_log_blocked", "Whether records cannot be written.", status.logProblem != nil)
        page.add(
            "showcaller_clock_ahead_seconds", "How far this host's clock is ahead of ZEGO's.", status.clockAhead.seconds
        )
        if let rate = status.quota.rate {
            page.add("showcaller_quota_calls_per_second", "Calls a second at most.", rate)
        }
        page.add(
            "showcaller_quota_share", "The share of the quota in use, 1 unless ZEGO throttled.", status.quota.share)
        page.add("showcaller_calls_per_second", "Calls over the last second.", Double(status.quota.perSecond))
        page.add("showcaller_event_readers", "Readers of events.", Double(readers))
        let runs = status.runs.map { (run: $0, labels: [("timeline", $0.run.timeline), ("run", $0.run.description)]) }
        page.add(
            "showcaller_run_deliveries", "Deliveries that have ended, by outcome.",
            runs.flatMap { run, labels in
                Outcome.final.map { (labels + [("outcome", $0.rawValue)], Double(run.tally[$0])) }
            })
        page.add(
            "showcaller_run_planned_deliveries", "Deliveries of the whole run, where it has an end.",
            runs.compactMap { run, labels in run.planned.map { (labels, Double($0)) } })
        func add(_ name: String, _ help: String, _ value: (RunAnswer) -> Double) {
            page.add(name, help, runs.map { ($0.labels, value($0.run)) })
        }
        add("showcaller_run_open_deliveries", "Due and not ended.") { Double($0.open) }
        add("showcaller_run_late_deliveries", "Due for over a second and not ended.") { Double($0.late) }
        add("showcaller_run_in_flight_deliveries", "On their way.") { Double($0.inFlight) }
        add("showcaller_run_shift_seconds", "By how much the run was moved, holds included.") { $0.shift.seconds }
        add("showcaller_run_held", "Whether the show's clock stands.") { $0.state == .held ? 1 : 0 }
        add("showcaller_run_playing", "Whether it has neither ended nor been stopped.") { $0.isPlaying ? 1 : 0 }
        return page.text
    }

    private struct Page {
        var text = ""

        mutating func add(_ name: String, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]) {
            guard !samples.isEmpty else { return }
            text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            for (labels, value) in samples {
                let pairs = labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
                text += "\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(value.shortText)\n"
            }
        }

        mutating func add(_ name: String, _ help: String, _ value: Double) { add(name, help, [([], value)]) }
        mutating func add(_ name: String, _ help: String, _ flag: Bool) { add(name, help, flag ? 1 : 0) }

        private static func escaped(_ text: String) -> String {
            var escaped = ""
            for character in text.unicodeScalars {
                switch character {
                case "\\": escaped += "\\\\"
                case "\"": escaped += "\\\""
                case "\n": escaped += "\\n"
                default: escaped.unicodeScalars.append(character)
                }
            }
            return escaped
        }
    }
}
