// The log of a run is longer than what the stream begins with: what went wrong an hour ago is still to be seen.
import { get, runPath } from "./api.js";
import { forgetTroubles, takeResults } from "./derive.js";
import { store, tell } from "./store.js";

const asked = new Set();

export function followLog(kinds, run) {
  if (kinds.has("state")) {
    asked.clear();
    forgetTroubles();
  }
  if (kinds.has("records")) takeResults(store.records);
  if (run && !asked.has(run.run)) read(run.run);
}

async function read(run) {
  asked.add(run);
  try {
    const { records } = await get(runPath(run, "records?limit=500"));
    const seen = new Set(records.map((record) => JSON.stringify(record)));
    const rest = store.records.filter((record) => !seen.has(JSON.stringify(record)));
    store.records = [...records, ...rest].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    tell("records");
  } catch {
    // What the stream brings has to do; a connection that comes back asks again.
    asked.delete(run);
  }
}
