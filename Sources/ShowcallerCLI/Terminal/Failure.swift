import ArgumentParser

/// A failure that is shown, as one line where it is not said to be more. Exit status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { description = visible(message) }

    /// - Parameter lines: a message that is more than one, of which each is shown as one.
    init(lines: String) {
        description = lines.split(separator: "\n").map { visible(String($0)) }.joined(separator: "\n")
    }
}

/// Says what is wrong with how a command was called, where that is found out only while it runs. Exit status 64, as for what is
/// found out before.
func wrongUsage(_ message: String) -> ExitCode {
    Output.print("Error: \(visible(message))", to: .error)
    return .validationFailure
}
