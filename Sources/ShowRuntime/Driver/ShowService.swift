import ServiceLifecycle
package import ShowTime

/// Plays a show as a service: until every run has ended, or until it is told to shut down.
package struct ShowService: Service {
    private let driver: LiveDriver
    private let runs: [PreparedRun]
    private let cron: CronService?
    private let grace: Interval

    /// - Parameter cron: begins more runs for as long as the process lives.
    package init(_ driver: LiveDriver, runs: [PreparedRun], cron: CronService? = nil, grace: Interval) {
        self.driver = driver
        self.runs = runs
        self.cron = cron
        self.grace = grace
    }

    package func run() async throws {
        // A service beside this one that fails cancels this one: that is no reason to break off in the middle of a call.
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                for run in runs { await driver.play(run) }
                if let cron { await cancelWhenGracefulShutdown { await cron.run() } }
                await driver.waitUntilIdle()
                // The process is about to end: it could not wait for messages that were sent by hand from now on.
                await driver.shutDown(grace: grace)
            } onGracefulShutdown: {
                shutDown()
            }
        } onCancel: {
            shutDown()
        }
    }

    private func shutDown() {
        let driver = driver
        let grace = grace
        Task { await driver.shutDown(grace: grace) }
    }
}
