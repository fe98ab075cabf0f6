import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until they end or a signal ends them.
func runUntilSignalled(_ services: [ServiceGroupConfiguration.ServiceConfiguration]) async throws {
    // Lines of libraries are no news to an operator, and may have a signed URL in them.
    let silent = Logger(label: "showcaller") { _ in SwiftLogNoOpLogHandler() }
    let configuration = ServiceGroupConfiguration(
        services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: silent)
    try await ServiceGroup(configuration: configuration).run()
}

extension ServiceGroupConfiguration.ServiceConfiguration {
    /// A service that is called by its type: by itself, the library makes a name of all that it holds, and a show holds all its
    /// messages and what its log says.
    init(_ service: any Service, whenDone behavior: TerminationBehavior = .cancelGroup) {
        self.init(
            service: service, successTerminationBehavior: behavior, failureTerminationBehavior: .cancelGroup,
            serviceName: "\(type(of: service))")
    }
}
