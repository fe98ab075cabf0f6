// Server-sent events over fetch. EventSource hides what is needed here: a 401, a line that went dead without an end, and the
// Last-Event-ID of a connection that this page gave up itself.

/** No event for so long, and the connection counts as lost. The server says something once a second. */
export const silence = 2500;
const backOff = [250, 500, 1000, 2000, 4000];

export class Stream {
  #path;
  #on;
  #lastId = null;
  #failures = 0;
  #abort = null;
  #isOver = false;

  /** `on` has event(name, data), alive(), lost(status or null), refused(status). */
  constructor(path, on) {
    this.#path = path;
    this.#on = on;
  }

  async start() {
    while (!this.#isOver) {
      const status = await this.#read();
      if (this.#isOver) return;
      if (status === 401 || status === 403) {
        this.#on.refused(status);
        return;
      }
      const wait = backOff[Math.min(this.#failures, backOff.length - 1)] * (0.8 + 0.4 * Math.random());
      this.#failures += 1;
      this.#on.lost(status);
      await new Promise((resolve) => {
        setTimeout(resolve, wait);
        this.retryNow = resolve;
      });
    }
  }

  retryNow = () => {};

  stop() {
    this.#isOver = true;
    this.#abort?.abort();
  }

  /** Reads until the connection ends or falls silent; gives the status of an answer that is no stream, else null. */
  async #read() {
    const abort = (this.#abort = new AbortController());
    let timer = setTimeout(() => abort.abort(), silence);
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), silence);
    };
    try {
      const headers = { Accept: "text/event-stream" };
      if (this.#lastId !== null) headers["Last-Event-ID"] = this.#lastId;
      const answer = await fetch(this.#path, { headers, cache: "no-store", signal: abort.signal });
      if (!answer.ok) return answer.status;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return null;
        heard();
        rest += value;
        const blocks = rest.split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) this.#take(block);
      }
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  #take(block) {
    let name = "message";
    let id = null;
    const data = [];
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      if (colon <= 0) continue;
      const value = line.slice(colon + 1).replace(/^ /, "");
      switch (line.slice(0, colon)) {
        case "event": name = value; break;
        case "id": id = value; break;
        case "data": data.push(value); break;
      }
    }
    if (data.length === 0) return;
    let object;
    try {
      object = JSON.parse(data.join("\n"));
    } catch {
      // What cannot be read is not passed over: the whole state is asked for anew.
      this.#lastId = null;
      this.#abort.abort();
      return;
    }
    this.#failures = 0;
    if (id !== null) this.#lastId = id;
    try {
      this.#on.event(name, object);
    } catch (error) {
      // A defect of a view is no reason to read anew for ever.
      reportError(error);
    }
  }
}
