import JSONText
import Rehearsing
import Reporting
import Scheduling

/// Writes a rehearsal for programs: the report of each run, and what only a rehearsal can tell.
enum RehearsalJSON {
    static func append(
        _ reports: [RunReport], _ rehearsal: Rehearsal, faults: [RehearsalText.FaultHits], told: [RehearsalText.Told],
        seed: UInt64, to bytes: inout [UInt8]
    ) {
        let findings = rehearsal.findings
        bytes.object {
            $0.name("runs")
            $0.lines(of: reports) { ReportJSON.append($1, to: &$0) }
            $0.field("seed", String(seed))
            $0.field("stuck", rehearsal.isStuck)
            $0.field(
                "faults", array: faults,
                { bytes, fault in
                    bytes.object {
                        $0.field("fault", fault.text)
                        $0.field("calls", fault.calls)
                    }
                })
            $0.field(
                "told", array: told,
                { bytes, told in
                    bytes.object {
                        $0.field("command", told.text)
                        $0.field("run", told.run)
                        $0.field("done", told.problem == nil)
                        $0.field("problem", told.problem)
                    }
                })
            $0.field(
                "assumed_inputs", array: rehearsal.assumedInputs,
                { bytes, input in
                    bytes.object {
                        $0.field("run", input.run.description)
                        $0.field("name", input.name)
                        $0.field("value", input.value)
                    }
                })
            $0.field("calls", findings.received)
            $0.field("calls_per_second_max", findings.mostPerSecond)
            $0.field("quota", findings.quota)
            $0.field("accepted", findings.shown)
            $0.field("accepted_unanswered", findings.shownUnanswered)
            $0.field("shown_again", findings.shownAgain)
            $0.field("broken_promises", findings.brokenPromiseCount)
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
