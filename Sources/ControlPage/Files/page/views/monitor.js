// For stage and crew: clock, now, next and a countdown, to be read across a room. It has no controls at all.
import { get, runPath } from "../core/api.js";
import { cueName } from "../core/derive.js";
import { el, fillText, setAttribute, setText, visible } from "../core/dom.js";
import { clock, countdown, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { currentRun, isAhead, nextCue, readCue, showClock, store, untilDue } from "../core/store.js";
import { cueKey } from "../parts/cuecard.js";

// A second cue than colour for each phase: a shape and a word.
const shapes = { calm: "○", standby: "◐", ready: "●", go: "▶", hold: "❚❚", ended: "■", waiting: "◷" };
const mostTexts = 4;

function roomWords({ rooms, room_count: count = rooms.length }) {
  if (rooms.length === 1) return visible(rooms[0]) + (count > 1 ? ` (${count})` : "");
  return visible(rooms.slice(0, 3).join(" · ")) + (count > 3 ? ` +${count - 3}` : "");
}

function cueBlock(label) {
  const name = el("span", { class: "cue-name" });
  const texts = el("div", { class: "monitor-texts" });
  const element = el("section", { "aria-label": label }, el("h2", {}, label, " ", name), texts);
  let shown = null;
  return {
    element,
    show(cue) {
      const key = cue ? JSON.stringify([cue.cue, cue.texts]) : "";
      if (key === shown) return;
      shown = key;
      setText(name, cue ? visible(cue.cue) : "");
      texts.replaceChildren(...(cue?.texts ?? []).slice(0, mostTexts).map((text) => {
        const words = el("p", { class: "words" });
        if (text.text) fillText(words, text.text, { missing: Boolean(cue.input) });
        else setText(words, t("no_text"));
        return el("div", { class: "monitor-text" }, el("span", { class: "room" }, roomWords(text)), words);
      }));
      const length = (cue?.texts ?? []).slice(0, mostTexts).reduce((sum, text) => sum + 20 + [...(text.text ?? "")].reduce((wide, character) => wide + (character > "\u2e80" ? 2 : 1), 0), 0);
      setAttribute(texts, "data-size", length < 130 ? "large" : length < 320 ? "medium" : length < 420 ? "small" : "tiny");
      if (!cue) texts.replaceChildren(el("p", { class: "words soft" }, "–"));
    },
  };
}

export function monitorView() {
  const title = el("h1");
  const wall = el("span", { class: "digits" });
  const show = el("div", { class: "monitor-clock digits", role: "timer", "aria-label": t("show_clock") });
  const shape = el("span", { class: "shape", "aria-hidden": "true" });
  const phaseWords = el("b");
  const left = el("div", { class: "monitor-left digits" });
  const phase = el("div", { class: "phase" }, el("div", { class: "phase-words" }, shape, phaseWords), left);
  const now = cueBlock(t("now"));
  const next = cueBlock(t("next"));
  const full = el("button", { type: "button", class: "quiet", on: { click: () => toggleFull() } }, t("full_screen"));
  const element = el("main", { id: "main", class: "monitor", tabindex: "-1" },
    el("div", { class: "monitor-head" }, title, wall, full),
    el("div", { class: "monitor-top" }, show, phase),
    el("div", { class: "monitor-cues" }, now.element, next.element));
  /** What went out last, by run. */
  const last = new Map();
  const asked = new Set();

  function toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  async function readLast(run) {
    if (last.has(run.run) || asked.has(run.run)) return;
    asked.add(run.run);
    const record = store.records.findLast((one) => one.run === run.run && one.event === "result" && one.outcome === "sent");
    if (!record) return;
    try {
      const { cues } = await get(runPath(run.run, `cues?from=${encodeURIComponent(cueName(record))}&limit=1`));
      if (cues[0] && !last.has(run.run)) last.set(run.run, readCue(cues[0]));
    } catch {
      // It is seen with the next one that goes out.
    }
  }

  let before = { run: null, cues: [] };
  return {
    element,
    update(kinds) {
      const run = currentRun();
      if (!run) {
        setText(title, store.status ? t("no_run") : "");
        return;
      }
      if (kinds.has("state")) asked.clear();
      setText(title, visible(run.title || run.timeline));
      const going = run.next.filter((cue) => !isAhead(cue) && cue.state !== "skipped");
      // What was due and is no longer in the list has gone out.
      const here = new Set(run.next.map(cueKey));
      const gone = before.run === run.run ? before.cues.filter((cue) => !here.has(cueKey(cue)) && untilDue(run, cue, store.clock.now()) <= 250) : [];
      const newest = going.at(-1) ?? gone.at(-1);
      if (newest) last.set(run.run, newest);
      before = { run: run.run, cues: run.next };
      readLast(run);
      now.show(last.get(run.run) ?? null);
      next.show(nextCue(run));
    },
    tick(time) {
      const run = currentRun();
      if (!run) return;
      setText(wall, timeOfDay(time, run.timezone));
      setText(show, clock(showClock(run, time)));
      const cue = nextCue(run);
      const ms = cue ? untilDue(run, cue, time) : null;
      let name = "calm";
      let text = cue ? countdown(Math.max(0, ms)) : "–";
      if (run.hold) {
        name = "hold";
        text = countdown(Math.floor((time - run.hold.sinceMs) / 1000) * 1000);
      } else if (run.state === "ended" || run.state === "stopped") {
        name = "ended";
        text = "";
      } else if (run.next.some((one) => one.state === "on_its_way") || (cue && ms <= 0)) name = "go";
      else if (cue && ms <= 10000) name = "ready";
      else if (cue && ms <= 60000) name = "standby";
      else if (run.state === "waiting") name = "waiting";
      setAttribute(element, "data-phase", name);
      setText(shape, shapes[name]);
      setText(phaseWords, t(`phase.${name}`));
      setText(left, text);
    },
    keys: {},
    close() {},
  };
}
