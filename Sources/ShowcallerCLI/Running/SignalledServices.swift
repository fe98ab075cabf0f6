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
