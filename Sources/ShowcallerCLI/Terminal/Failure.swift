import ArgumentParser

/// A failure that is shown as one line, exit status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ message: String) { description = visible(message) }
}

/// Says what is wrong with how a command was called, where that is found out only while it runs. Exit status 64, as for what is
/// found out before.
func wrongUsage(_ message: String) -> ExitCode {
    Output.print("Error: \(visible(message))", to: .error)
    return .validationFailure
}
