import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until they end or a signal ends them.
func runUntilSignalled(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
    // Log lines of libraries do not help an operator, and may have a signed URL in them.
    let silent = Logger(label: "showcaller") { _ in SwiftLogNoOpLogHandler() }
    let configuration = ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: silent)
    try await ServiceGroup(configuration: configuration).run()
}

extension ServiceGroupConfiguration.ServiceConfiguration {
    /// A service that is named after its type. By default the library makes a name of everything that the service holds, and a
    /// show holds all its messages and what its log says.
    init(_ service: any Service, whenDone behavior: TerminationBehavior = .cancelGroup) {
        self.init(
            service: service, successTerminationBehavior: behavior, failureTerminationBehavior: .cancelGroup,
            serviceName: "\(type(of: service))")
    }
}
