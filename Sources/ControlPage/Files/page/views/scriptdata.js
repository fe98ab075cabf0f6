// The whole script of a run, read in pages: first what comes now, then the past, then the rest. What is looked at is kept fresh.
import { get, runPath } from "../core/api.js";
import { readCue, store } from "../core/store.js";
import { cueKey } from "../parts/cuecard.js";

const pageSize = 500;
const firstPage = 120;
/** A repeat without an end has no last page. */
const mostFuture = 25000;
/** A breath between two pages: the show has the first claim on the server. */
const pause = 40;

const isOver = (cue) => cue.state === "done" || cue.state === "skipped";

export class ScriptData {
  past = [];
  future = [];
  isPastWhole = false;
  isFutureWhole = false;
  isCut = false;
  problem = null;
  #run;
  #byKey = new Map();
  #changed;
  #isClosed = false;
  #rev = 0;
  #overRev = 0;
  #isRefreshing = false;
  #refreshedAt = -Infinity;
  #seen = "";

  constructor(run, changed) {
    this.#run = run;
    this.#changed = changed;
    this.#load();
  }

  close() { this.#isClosed = true; }

  get count() { return this.past.length + this.future.length; }
  at(index) { return index < this.past.length ? this.past[index] : this.future[index - this.past.length]; }
  get(key) { return this.#byKey.get(key); }
  *all() { yield* this.past; yield* this.future; }

  async #page(from, limit) {
    for (let wait = 500; ; wait = Math.min(wait * 2, 8000)) {
      try {
        const page = await get(runPath(this.#run, `cues?from=${encodeURIComponent(from)}&limit=${limit}`));
        this.problem = null;
        return page;
      } catch (error) {
        this.problem = error;
        this.#changed();
        if (this.#isClosed || error.status === 401 || error.status === 404) return null;
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (this.#isClosed) return null;
      }
    }
  }

  /** Takes cues as the server has them; gives those that were not known. */
  #take(cues) {
    const shift = store.runs.get(this.#run)?.shift_ms ?? 0;
    const fresh = [];
    for (const cue of cues) {
      readCue(cue);
      cue.key = cueKey(cue);
      cue.rev = isOver(cue) ? this.#overRev : this.#rev;
      cue.shift = shift;
      const old = this.#byKey.get(cue.key);
      if (old) Object.assign(old, cue, { words: null });
      else {
        cue.words = null;
        this.#byKey.set(cue.key, cue);
        fresh.push(cue);
      }
    }
    return fresh;
  }

  #told() {
    if (!this.#isClosed) this.#changed();
  }

  async #load() {
    const first = await this.#page("now", firstPage);
    if (!first || this.#isClosed) return;
    this.future = this.#take(first.cues);
    this.#told();
    let from = "start";
    while (from) {
      const page = await this.#page(from, pageSize);
      if (!page || this.#isClosed) return;
      // What is known already is where the past meets the present.
      const met = page.cues.findIndex((cue) => this.#byKey.has(cueKey(cue)));
      this.past.push(...this.#take(met < 0 ? page.cues : page.cues.slice(0, met)));
      this.#told();
      from = met < 0 ? page.more : null;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.isPastWhole = true;
    from = first.more;
    while (from) {
      const page = await this.#page(from, pageSize);
      if (!page || this.#isClosed) return;
      this.future.push(...this.#take(page.cues));
      this.#told();
      from = page.more;
      if (this.future.length >= mostFuture && from) {
        this.isCut = true;
        from = null;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.isFutureWhole = true;
    this.#told();
  }

  /** When a cue is due, moved by what the run was moved since it was read. */
  due(cue, run) {
    return isOver(cue) || cue.state === "on_its_way" ? cue.dueMs : cue.dueMs + run.shift_ms - cue.shift;
  }

  /** Takes what the stream says of the run: its next cues as they are, and that others may have changed. */
  follow(run, records) {
    const seen = [run.state, run.shift_ms, run.sent, run.rejected, run.failed, run.missed, run.cancelled, run.unknown, run.invalid, run.in_flight, run.inputs.map((input) => input.value).join("\n")].join(" ");
    let isChanged = false;
    if (seen !== this.#seen) {
      this.#rev += 1;
      this.#seen = seen;
      isChanged = true;
    }
    for (const record of records) {
      if (record.event === "control" && ["unskip", "again", "fire", "skip", "set"].includes(record.action)) this.#overRev += 1;
    }
    const known = run.next.filter((cue) => this.#byKey.has(cueKey(cue)));
    if (known.length) this.#take(known.map((cue) => ({ ...cue })));
    return isChanged;
  }

  /** Reads anew what is shown and may have changed: keys in the order of the script. */
  async refresh(keys) {
    if (this.#isRefreshing || performance.now() - this.#refreshedAt < 1000) return;
    const isStale = (cue) => cue && cue.rev < (isOver(cue) ? this.#overRev : this.#rev);
    const stale = keys.map((key) => this.#byKey.get(key)).filter(isStale);
    if (!stale.length) return;
    this.#isRefreshing = true;
    this.#refreshedAt = performance.now();
    try {
      // Two spans at most a second: what is left is stale still, and comes with the next.
      for (let span = 0; span < 2; span += 1) {
        const first = stale.find(isStale);
        if (!first || this.#isClosed) break;
        const page = await get(runPath(this.#run, `cues?from=${encodeURIComponent(first.cue)}&limit=${Math.min(100, stale.length + 10)}`));
        this.#take(page.cues.filter((cue) => this.#byKey.has(cueKey(cue))));
        // One that is not where it was is not asked for for ever.
        if (isStale(first)) first.rev = Infinity;
      }
      this.#told();
    } catch {
      // The stream says when the connection is back.
    } finally {
      this.#isRefreshing = false;
    }
  }

  /** What is searched in, in lower case, made once for each cue. */
  wordsOf(cue) {
    return (cue.words ??= [cue.cue, cue.input ?? "", ...cue.texts.map((text) => `${text.text ?? ""}\n${text.rooms.join("\n")}`)].join("\n").toLowerCase());
  }
}
