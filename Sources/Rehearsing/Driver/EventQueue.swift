package import HeapModule
package import ShowTime

/// What is to happen, by time. Events of one time happen in the order in which they were scheduled.
///
/// What is sorted is small, whatever an event is: events stay where they are until they happen.
package struct EventQueue<Event: Sendable>: Sendable {
    package var times: Heap<EventTime> = []
    package var events: [Event?] = []
    package var free: [Int] = []
    package var count = 0

    @inlinable
    package init() {}

    /// When the next event happens, nil where none is to come.
    @inlinable package var next: Uptime? { times.min?.time }

    @inlinable
    package mutating func insert(_ event: Event, at time: Uptime) {
        count += 1
        let place = free.popLast() ?? events.count
        if place == events.count { events.append(event) } else { events[place] = event }
        times.insert(EventTime(time: time, order: count, place: place))
    }

    /// Takes out the next event, if it happens by a time.
    @inlinable
    package mutating func popFirst(until time: Uptime) -> Event? {
        guard let first = times.min, first.time <= time else { return nil }
        times.removeMin()
        free.append(first.place)
        return events[first.place].take()
    }
}

package struct EventTime: Comparable, Sendable {
    package var time: Uptime
    package var order: Int
    /// Where the event is.
    package var place: Int

    @inlinable
    package init(time: Uptime, order: Int, place: Int) {
        self.time = time
        self.order = order
        self.place = place
    }

    @inlinable
    package static func < (left: EventTime, right: EventTime) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }
}
