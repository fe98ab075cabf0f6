import JSONText
import Reporting
import Timelines

/// Writes the findings of a preflight.
enum PreflightText {
    /// Appends a line for each check with its verdict, its advice below it, and a last line with the totals.
    static func append(_ checks: [PreflightCheck], to output: inout Output, _ style: Style) {
        let width = checks.map { what($0).displayWidth }.max() ?? 0
        for check in checks { append(check, width: width, margin: "", to: &output, style) }
        output.line(summary(of: checks, style))
    }

    /// Appends a line for each check whose result has changed, with the time at which that was seen.
    static func append(news: [PreflightCheck], at time: String, to output: inout Output, _ style: Style) {
        for check in news { append(check, width: 0, margin: "\(time)  ", to: &output, style) }
    }

    /// The last line of a wait.
    static func end(of checks: [PreflightCheck], _ style: Style) -> String {
        let isWrong = checks.contains { $0.verdict == .problem }
        return (isWrong ? style.red("the show starts as it is: ") : "") + summary(of: checks, style)
    }

    private static func append(
        _ check: PreflightCheck, width: Int, margin: String, to output: inout Output, _ style: Style
    ) {
        let verdict = check.verdict.rawValue.padded(to: 7)
        let shown =
            switch check.verdict {
            case .ok: style.green(verdict)
            case .warning: style.yellow(verdict)
            case .problem: style.red(verdict)
            }
        // One very long name must not push all the others off the screen.
        output.line("\(margin)\(shown)  \(what(check).padded(to: min(width, 32)))  \(visible(check.message))")
        let indent = String(repeating: " ", count: margin.count + 9)
        if let advice = check.advice { output.line("\(indent)→ \(visible(advice))") }
    }

    private static func summary(of checks: [PreflightCheck], _ style: Style) -> String {
        let problems = checks.count { $0.verdict == .problem }
        let warnings = checks.count { $0.verdict == .warning }
        let end =
            "\(count(problems, "problem")), \(count(warnings, "warning")), \(checks.count - problems - warnings) ok"
        return problems > 0 ? style.red(end) : warnings > 0 ? style.yellow(end) : style.green(end)
    }

    private static func what(_ check: PreflightCheck) -> String {
        check.name + (check.subject.map { " \(visible($0))" } ?? "")
    }

    /// `{"verdict":"warning","checks":[{"check":"room","subject":"stage (123)","verdict":"ok","message":"…","advice":null}]}`
    static func append(json checks: [PreflightCheck], to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("verdict", (checks.map(\.verdict).max() ?? .ok).rawValue)
            $0.name("checks")
            $0.lines(of: checks) { bytes, check in
                bytes.object {
                    $0.field("check", check.name)
                    $0.field("subject", check.subject)
                    $0.field("verdict", check.verdict.rawValue)
                    $0.field("message", check.message)
                    $0.field("advice", check.advice)
                }
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
