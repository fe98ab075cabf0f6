// What is to be seen in a state: alarms, and what did not arrive.
import { t } from "./i18n.js";
import { isAhead, store, untilDue } from "./store.js";

/** So far ahead an input that a cue needs is asked for loudly. */
const inputWarning = 120000;

/** `[{id, level: "alarm" | "warning", title, text, since}]`, the worst first. */
export function alarmsOf(run) {
  const alarms = [];
  const { status } = store;
  if (!status) return alarms;
  const add = (level, id, title, text, since = null) => alarms.push({ id, level, title, text: text ?? "", since });
  if (status.log.blocked) add("alarm", "log", t("alarm.log"), status.log.reason);
  if (status.account.held) add("alarm", "account", t("alarm.account"), status.account.reason, Date.parse(status.account.since));
  if (status.network.held) add("alarm", "network", t("alarm.network"), status.network.reason, Date.parse(status.network.since));
  if (Math.abs(status.clock_ahead_ms) >= 1000) {
    const way = status.clock_ahead_ms > 0 ? "alarm.clock_ahead" : "alarm.clock_behind";
    add("alarm", "clock", t("alarm.clock"), t(way, { ms: Math.abs(status.clock_ahead_ms) }));
  }
  for (const other of store.runs.values()) {
    const name = store.runs.size > 1 ? `${other.title}: ` : "";
    if (Math.abs(other.clock_off_ms ?? 0) >= 2000) {
      add("alarm", `step ${other.run}`, name + t("alarm.step"), t("alarm.step_text", { ms: other.clock_off_ms }));
    }
    if (other.state === "stopped") add("alarm", `stopped ${other.run}`, name + t("alarm.stopped"), t("alarm.stopped_text"));
  }
  if (!run) return alarms;
  for (const input of run.inputs) {
    if (input.value !== null || !input.needed_by) continue;
    const cue = run.next.find((cue) => cue.cue === input.needed_by && isAhead(cue));
    if (cue && !run.hold && untilDue(run, cue, store.clock.now()) < inputWarning) {
      add("warning", `input ${run.run} ${input.name}`, t("alarm.input", { input: input.name }), t("alarm.input_text", { cue: cue.cue }));
    }
  }
  if (run.late > 0) add("warning", `late ${run.run}`, t("alarm.late", { n: run.late }), t("alarm.late_text"));
  return alarms;
}

const mostTroubles = 2000;
const notSent = new Set(["unknown", "failed", "rejected", "invalid", "missed"]);

/** Run id → delivery → its last result, where that is one to look at. */
const troubles = new Map();

export function forgetTroubles() {
  troubles.clear();
}

export function takeResults(records) {
  for (const record of records) {
    if (record.event !== "result") continue;
    let ofRun = troubles.get(record.run);
    if (!ofRun) troubles.set(record.run, (ofRun = new Map()));
    // A delivery has its last word: what arrived after all is no trouble.
    ofRun.delete(record.delivery);
    if (notSent.has(record.outcome)) ofRun.set(record.delivery, record);
    // A night on which everything goes wrong fills no memory; the count is the server's.
    if (ofRun.size > mostTroubles) ofRun.delete(ofRun.keys().next().value);
  }
}

/** The names of the rooms in which a cue is known not to have arrived. */
export function troubledRooms(run, key) {
  const rooms = new Set();
  for (const record of troubles.get(run.run)?.values() ?? []) if (cueName(record) === key) rooms.add(record.room_name ?? record.room);
  return rooms;
}

const ranks = { unknown: 0, failed: 1, rejected: 2, invalid: 3, missed: 4 };
export const cueName = (record) => `${record.message}#${record.occurrence}`;

/** By cue and outcome: `[{key, cue, outcome, rooms, reasons, due}]`, the newest first, unknown before the others. */
export function troublesOf(run) {
  const groups = new Map();
  for (const record of troubles.get(run.run)?.values() ?? []) {
    const cue = cueName(record);
    const key = `${record.outcome} ${cue}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { key, cue, outcome: record.outcome, rooms: [], reasons: new Set(), time: 0 }));
    group.rooms.push(record.room_name ?? record.room);
    if (record.reason) group.reasons.add(record.reason);
    group.time = Math.max(group.time, Date.parse(record.time));
  }
  return [...groups.values()].sort((a, b) => ranks[a.outcome] - ranks[b.outcome] || b.time - a.time);
}

/** How many the server counts, however few of them are listed here. */
export const countOfTrouble = (run) => run.unknown + run.failed + run.rejected + run.invalid + run.missed;
