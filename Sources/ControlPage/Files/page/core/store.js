// The one state that every view shows: what the server said last, and how old that is.
import { ServerClock } from "./clock.js";

const mostRecords = 1000;

export const store = {
  clock: new ServerClock(),
  me: null,
  status: null,
  /** Run id → run. */
  runs: new Map(),
  records: [],
  /** `connecting`, `live`, `lost` or `refused`; `since` is server time of the last word. */
  connection: { state: "connecting", since: null },
  chosenRun: null,
};

const listeners = new Set();

/** Calls `listener(kinds)` after each change; kinds is a set of `status`, `records`, `connection`, `state`, `run`, `me`. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function tell(...kinds) {
  const set = new Set(kinds);
  for (const listener of [...listeners]) listener(set);
}

const time = (text) => (text === null || text === undefined ? null : Date.parse(text));

/** Instants as milliseconds, once, where they come in. */
export function readCue(cue) {
  cue.dueMs = time(cue.due);
  cue.expectedMs = time(cue.expected);
  return cue;
}

function readRun(run, at) {
  run.at = at;
  run.startMs = time(run.start);
  run.endsMs = time(run.ends);
  run.plannedEndMs = time(run.planned_end);
  if (run.hold) run.hold.sinceMs = time(run.hold.since);
  run.next.forEach(readCue);
  return run;
}

export function takeEvent(name, data) {
  const at = Date.parse(data.now);
  store.clock.take(at);
  const kinds = ["status"];
  if (name === "state") {
    const { records, runs, ...rest } = data;
    store.status = rest;
    store.runs = new Map(runs.map((run) => [run.run, readRun(run, at)]));
    store.records = records ?? [];
    kinds.push("state", "records");
  } else {
    if (!store.status) return;
    const { records, runs, clocks, ...rest } = data;
    Object.assign(store.status, rest);
    for (const run of runs ?? []) store.runs.set(run.run, readRun(run, at));
    for (const clock of clocks ?? []) {
      const run = store.runs.get(clock.run);
      if (!run) continue;
      run.at = at;
      run.offset_ms = clock.offset_ms;
      run.endsMs = time(clock.ends);
    }
    if (records?.length) {
      store.records = store.records.concat(records).slice(-mostRecords);
      kinds.push("records");
    }
  }
  if (store.connection.state !== "live") {
    store.connection = { state: "live", since: null };
    kinds.push("connection");
  }
  tell(...kinds);
}

const order = { held: 0, playing: 0, stopping: 1, waiting: 2, stopped: 3, ended: 4 };

/** The run that is looked at: the chosen one, else the one that most likely matters. */
export function currentRun() {
  const chosen = store.runs.get(store.chosenRun);
  if (chosen) return chosen;
  return sortedRuns().reduce((best, run) => (!best || order[run.state] < order[best.state] ? run : best), null);
}

export function sortedRuns() {
  return [...store.runs.values()].sort((a, b) => a.startMs - b.startMs || (a.run < b.run ? -1 : 1));
}

const ranks = { view: 0, operate: 1, admin: 2 };
export const may = (role) => (ranks[store.me?.role] ?? -1) >= ranks[role];
export const isLive = () => store.connection.state === "live";

// MARK: The clocks

/** The show clock: ms since the start, shifts counted in; it stands while the run holds. */
export function showClock(run, now = store.clock.now()) {
  const runs = (run.state === "playing" || run.state === "waiting" || run.state === "stopping") && !run.hold;
  return run.offset_ms + (runs ? now - run.at : 0);
}

/** Ms until a cue is due; negative where it is behind. */
export const untilDue = (run, cue, now) => cue.dueMs - run.startMs - run.shift_ms - showClock(run, now);

/** How long the run has held: what is still to come moves on by that if `go` comes now. */
export const heldFor = (run, now) => (run.hold ? Math.max(0, now - run.hold.sinceMs) : 0);

/** Now by the run's own time, in which what is due is written. */
export const ownNow = (run, now) => run.startMs + run.shift_ms + showClock(run, now) + heldFor(run, now);

/** What has not gone out and is to: the cues that a countdown is for. */
export const isAhead = (cue) => cue.state === "planned" || cue.state === "held" || cue.state === "due";
export const nextCue = (run) => run.next.find(isAhead) ?? null;
