import JSONText
package import Scheduling

/// The reason why a call was not carried out.
package struct APIProblem: Error, Sendable, Hashable {
    /// The HTTP status.
    package var status: Int
    /// For programs: `no_such_run`.
    package var code: String
    /// For people: what is wrong, and what would be right.
    package var message: String

    package init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    package static func badRequest(_ message: String) -> APIProblem { APIProblem(400, "bad_request", message) }
    package static let notFound = APIProblem(404, "not_found", "there is nothing here: openapi.yaml says what there is")
    package static let tooLarge = APIProblem(413, "too_large", "the body is larger than 16 KiB")
    package static let unauthorized = APIProblem(
        401, "unauthorized", "a token is needed: Authorization: Bearer TOKEN, or the link that \"run\" printed")
    package static let tooManyRequests = APIProblem(
        429, "too_many_requests", "too many calls with this token: wait a second")

    package func write(to bytes: inout [UInt8]) {
        bytes.object {
            $0.name("error")
            $0.object {
                $0.field("code", code)
                $0.field("message", message)
            }
        }
    }

    /// Nil where the bytes are not such an answer.
    package init?(status: Int, json bytes: [UInt8]) {
        let problem = bytes.withUnsafeBufferPointer { bytes -> APIProblem? in
            var members = JSONMembers()
            guard members.read(bytes) else { return nil }
            var problem: APIProblem?
            members.object("error") { error in
                guard let code = error.text("code"), let message = error.text("message") else { return }
                problem = APIProblem(status, code, message)
            }
            return problem
        }
        guard let problem else { return nil }
        self = problem
    }

    package init(_ error: CommandError) {
        let (status, code) =
            switch error {
            case .noSuchRun: (404, "no_such_run")
            case .hasEnded: (409, "has_ended")
            case .alreadyHeld: (409, "already_held")
            case .notHeld: (409, "not_held")
            case .anotherHold: (409, "another_hold")
            case .noSuchMessage, .noSuchOccurrence, .occurrenceMissing: (409, "no_such_cue")
            case .noSuchRoom: (409, "no_such_room")
            case .nothingLeft: (409, "nothing_left")
            case .notSkipped: (409, "not_skipped")
            case .nothingToFire: (409, "nothing_to_fire")
            case .nothingToRepeat: (409, "nothing_to_repeat")
            case .brokenText: (409, "broken_text")
            case .tooFar: (409, "too_far")
            case .noSuchInput: (409, "no_such_input")
            case .badInput: (409, "bad_value")
            case .inputUsed: (409, "input_used")
            case .unfitInput: (409, "unfit_value")
            case .waitsForInput: (409, "waits_for_input")
            }
        self.init(status, code, error.message)
    }
}
