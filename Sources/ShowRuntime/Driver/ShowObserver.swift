/// Watches a show. Called where messages are sent: it must not wait for anything, a terminal least of all.
package protocol ShowObserver: Sendable {
    func observe(_ event: ShowEvent)
}
