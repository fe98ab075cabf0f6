import JSONText
package import Scheduling
package import ShowTime

/// The answer to `GET /v1/runs/{run}/cues`.
package struct CuesAnswer: Sendable, Hashable {
    package var run: RunID
    /// By the run's own time.
    package var now: Instant
    /// `Asia/Shanghai`
    package var timezone: String
    package var cues: [CueAnswer]
    /// The name of the cue after the last of these; nil where there is none.
    package var more: String?

    package init(run: RunID, now: Instant, timezone: String, cues: [CueAnswer], more: String? = nil) {
        self.run = run
        self.now = now
        self.timezone = timezone
        self.cues = cues
        self.more = more
    }

    package func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.field("run", run.description)
            $0.field("now", now)
            $0.field("timezone", timezone)
            $0.field("cues", array: cues) { $1.write(to: &$0) }
            $0.field("more", more)
        }
    }

    /// Nil where the bytes are not such an answer.
    package init?(json bytes: [UInt8]) {
        let answer = bytes.withUnsafeBufferPointer { bytes -> CuesAnswer? in
            var members = JSONMembers()
            guard members.read(bytes), let run = members.text("run").flatMap({ RunID($0) }),
                let now = members.instant("now"), let timezone = members.text("timezone")
            else { return nil }
            var answer = CuesAnswer(run: run, now: now, timezone: timezone, cues: [])
            members.forEachObject("cues") { cue in if let cue = CueAnswer(&cue) { answer.cues.append(cue) } }
            answer.more = members.text("more")
            return answer
        }
        guard let answer else { return nil }
        self = answer
    }
}
