// The server's time. The clock of this machine is never asked: only how long ago a message of the server came.

export class ServerClock {
  #ahead = null;

  /** Takes the server's time in ms, as a message that came just now says it. */
  take(server, at = performance.now()) {
    const ahead = server - at;
    // After a sleep of this machine, or a step of the server's clock, everything before it is void.
    if (this.#ahead === null || Math.abs(ahead - this.#ahead) > 1000) this.#ahead = ahead;
    // A message is never early: the one that took the least time is the nearest to the truth.
    else if (ahead > this.#ahead) this.#ahead = ahead;
    // The two crystals differ: follow slowly.
    else this.#ahead += Math.max(ahead - this.#ahead, -2);
  }

  get isSet() { return this.#ahead !== null; }

  /** Now, in ms since 1970 by the server. */
  now() { return performance.now() + (this.#ahead ?? 0); }
}
