import ControlAPI
import ServiceLifecycle

/// Looks at the show once a second, whoever else does, and tells somebody who is not there what is wrong.
package struct AlertService: Service {
    private let look: @Sendable () async -> StatusAnswer
    private let alert: @Sendable (Alert) -> Void
    private let finish: @Sendable () async -> Void
    private let pause: Duration

    /// - Parameters:
    ///   - desk: of the show.
    ///   - runner: must not be used by anybody else.
    package init(_ desk: ControlDesk, _ runner: AlertRunner) {
        self.init(look: { await desk.status() }, alert: { runner.run($0.json) }, finish: { await runner.finish() })
    }

    init(
        look: @escaping @Sendable () async -> StatusAnswer, alert: @escaping @Sendable (Alert) -> Void,
        finish: @escaping @Sendable () async -> Void = {}, pause: Duration = .seconds(1)
    ) {
        self.look = look
        self.alert = alert
        self.finish = finish
        self.pause = pause
    }

    /// Must be told to shut down only after the show has ended, because the end is an alert too.
    package func run() async throws {
        var watch = AlertWatch()
        repeat {
            for alert in watch.take(await look()) { self.alert(alert) }
        } while await ShowRuntime.pause(for: pause)
        for alert in watch.take(await look()) { self.alert(alert) }
        await finish()
    }
}
