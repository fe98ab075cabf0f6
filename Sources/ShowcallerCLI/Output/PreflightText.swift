import JSONText
import Reporting
import Timelines

/// Writes the findings of a preflight.
enum PreflightText {
    /// A line for each check with its verdict, under it what to do, and a last line that counts.
    static func append(_ checks: [PreflightCheck], to output: inout Output, _ style: Style) {
        let width = checks.map { what($0).displayWidth }.max() ?? 0
        let indent = String(repeating: " ", count: 9)
        for check in checks {
            let verdict = check.verdict.rawValue.padded(to: 7)
            let shown =
                switch check.verdict {
                case .ok: style.green(verdict)
                case .warning: style.yellow(verdict)
                case .problem: style.red(verdict)
                }
            // One very long name must not push all the others off the screen.
            output.line("\(shown)  \(what(check).padded(to: min(width, 32)))  \(visible(check.message))")
            if let advice = check.advice { output.line("\(indent)→ \(visible(advice))") }
        }
        let problems = checks.count { $0.verdict == .problem }
        let warnings = checks.count { $0.verdict == .warning }
        let end =
            "\(count(problems, "problem")), \(count(warnings, "warning")), \(checks.count - problems - warnings) ok"
        output.line(problems > 0 ? style.red(end) : warnings > 0 ? style.yellow(end) : style.green(end))
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
