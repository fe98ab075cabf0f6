package import Scheduling

/// The world around a scheduler that is driven in virtual time: where its actions go, and what happens by itself.
package protocol VirtualWorld<Event> {
    /// Something that happens at a time of its own: an answer comes, an operator gives a command.
    associatedtype Event: Sendable

    /// Lets an event happen at the driver's `now`: gives the scheduler its input.
    mutating func happen(_ event: Event, _ driver: inout VirtualDriver<Event>)

    /// Carries out what the scheduler decided, in this order. May give it inputs and schedule events.
    mutating func carryOut(_ actions: [Scheduler.Action], _ driver: inout VirtualDriver<Event>)
}
