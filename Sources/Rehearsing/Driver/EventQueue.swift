import HeapModule
import ShowTime

/// Events that are still to happen, ordered by time. Events of one time happen in the order in which they were scheduled.
///
/// Only small entries are sorted, however large an event is: the events stay where they are until they happen.
struct EventQueue<Event: Sendable>: Sendable {
    private var times: Heap<EventTime> = []
    private var events: [Event?] = []
    private var free: [Int] = []
    private var count = 0

    /// When the next event happens, nil where none is to come.
    var next: Uptime? { times.min?.time }

    mutating func insert(_ event: Event, at time: Uptime) {
        count += 1
        let place = free.popLast() ?? events.count
        if place == events.count { events.append(event) } else { events[place] = event }
        times.insert(EventTime(time: time, order: count, place: place))
    }

    /// Takes out the next event, if it happens by a time.
    mutating func popFirst(until time: Uptime) -> Event? {
        guard let first = times.min, first.time <= time else { return nil }
        times.removeMin()
        free.append(first.place)
        return events[first.place].take()
    }
}

private struct EventTime: Comparable, Sendable {
    var time: Uptime
    var order: Int
    /// The index of the event.
    var place: Int

    static func < (left: EventTime, right: EventTime) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }
}
