// The operator's commands: what is sent, what is said about it, and what is refused before it is sent.
import { alarm, announce } from "./announce.js";
import { post, runPath } from "./api.js";
import { visible } from "./dom.js";
import { t } from "./i18n.js";
import { isLive, may, store, tell } from "./store.js";
import { toast } from "../parts/toasts.js";

/** So long after a GO another one is refused: a finger that bounces lets one hold go, not two. */
export const goGuard = 600;
/** So long after the next cue has changed, a key that means "the next one" is refused. */
const changeGuard = 400;

let lastGo = -Infinity;
export const sinceGo = () => performance.now() - lastGo;

/** Sends a command and says what came of it. Gives the answer, or null where it was refused. */
async function perform(words, path, body, { role = "operate", undo = null } = {}) {
  if (!isLive()) return refuse(t("refused.lost"));
  if (!may(role)) return refuse(t("refused.role", { role: t(`role.${role}`) }));
  try {
    const answer = await post(path, body);
    const message = answer.message ? visible(answer.message) : "";
    const kind = answer.done === false ? "note" : "good";
    toast(kind, words, message, answer.done === false ? null : undo);
    announce(message ? `${words}: ${message}` : words);
    return answer;
  } catch (error) {
    if (error.status === 401) {
      store.connection = { state: "refused", since: store.clock.now() };
      tell("connection");
      return null;
    }
    const reason = error.code === "no_answer" ? t("refused.no_answer") : visible(error.message);
    toast("bad", words, reason);
    alarm(`${words}: ${reason}`);
    return null;
  }
}

function refuse(reason) {
  toast("bad", reason, "");
  announce(reason);
  return null;
}

export function go(run) {
  if (!run.hold) return refuse(t("refused.no_hold"));
  if (run.hold.input) {
    document.getElementById(`input-${run.hold.input}`)?.focus();
    return refuse(t("refused.input", { input: run.hold.input }));
  }
  if (sinceGo() < goGuard) return refuse(t("refused.too_soon", { ms: goGuard }));
  lastGo = performance.now();
  tell("status");
  return perform(t("did.go", { hold: run.hold.name }), runPath(run.run, "go"), { hold: run.hold.name });
}

export const hold = (run) => perform(t("did.hold"), runPath(run.run, "hold"), {});
export const panic = () => perform(t("did.panic"), "/v1/panic", {});
export const shift = (run, ms) => perform(t("did.shift"), runPath(run.run, "shift"), { by_ms: ms });
export const cancelRun = (run) => perform(t("did.cancel"), runPath(run.run, "cancel"), {}, { role: "admin" });
export const stopRun = (run) => perform(t("did.stop"), runPath(run.run, "stop"), {}, { role: "admin" });
export const fire = (run, cue) => perform(t("did.fire", { cue }), runPath(run.run, "fire"), { cue });
export const unskip = (run, cue) => perform(t("did.unskip", { cue }), runPath(run.run, "unskip"), { cue });

export function skip(run, cue) {
  const undo = { words: t("undo.skip"), act: () => unskip(run, cue) };
  return perform(t("did.skip", { cue }), runPath(run.run, "skip"), { cue }, { undo });
}

export function again(run, cue, { room, notShown }) {
  const body = { cue, ...(room ? { room } : {}), ...(notShown ? { not_shown: true } : {}) };
  return perform(t("did.again", { cue }), runPath(run.run, "again"), body);
}

export const setInput = (run, name, value) =>
  perform(t("did.set", { input: name }), runPath(run.run, "set"), { name, value });

/** What a value would make of the texts: `{texts}`; throws an ApiError where it would be refused. */
export const checkInput = (run, name, value) => post(runPath(run.run, "set"), { name, value, check: true });

export const checkReload = (run) => post(runPath(run.run, "reload"), { apply: false });
export const reload = (run, sha256) =>
  perform(t("did.reload"), runPath(run.run, "reload"), { apply: true, ...(sha256 ? { sha256 } : {}) }, { role: "admin" });

export const send = (message) => perform(t("did.send"), "/v1/send", message);

// MARK: "The next one"

let nextSeen = { run: null, cue: null, at: 0 };

/** Remembers which cue a key that means the next one would mean. */
export function noticeNext(run, cue) {
  const name = cue?.cue ?? null;
  if (nextSeen.run !== run?.run || nextSeen.cue !== name) nextSeen = { run: run?.run, cue: name, at: performance.now() };
}

/** Whether the next cue is another one than a moment ago; then nobody can have meant it. */
export function hasJustChanged() {
  if (performance.now() - nextSeen.at >= changeGuard) return false;
  refuse(t("refused.changed"));
  return true;
}
