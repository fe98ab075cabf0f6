// The show clock, large, with its state; planned and expected end; what the run counts.
import { el, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { clock, duration, elapsed, number, signed, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { showClock } from "../core/store.js";
import { stateMarks } from "./header.js";

const counts = ["sent", "unknown", "failed", "rejected", "invalid", "missed", "cancelled"];

function fact(label) {
  const value = el("dd", { class: "digits" });
  return { node: el("div", { class: "fact" }, el("dt", {}, label), value), value };
}

export function clocks() {
  const title = el("h1");
  const mode = el("span", { class: "chip simulated" }, t("simulated"));
  const state = el("div", { class: "state" });
  const mark = el("span", { class: "mark", "aria-hidden": "true" });
  const stateWords = el("b");
  const stateMore = el("span", { class: "state-more" });
  state.append(mark, stateWords, stateMore);
  const show = el("div", { class: "show-clock digits", role: "timer", "aria-label": t("show_clock") });
  const start = fact(t("fact.start"));
  const planned = fact(t("fact.planned_end"));
  const ends = fact(t("fact.ends"));
  const over = fact(t("fact.over"));
  const shifted = fact(t("fact.shift"));
  const tally = el("ul", { class: "tally", "aria-label": t("tally") });
  const progress = el("progress", { max: "1", value: "0", "aria-label": t("progress") });
  const element = el(
    "section",
    { class: "panel clocks", "aria-label": t("show") },
    el("div", { class: "title-line" }, title, mode),
    el("div", { class: "clock-line" }, show, state),
    el("dl", { class: "facts" }, [start, planned, ends, over, shifted].map((one) => one.node)),
    progress,
    tally,
  );
  let run = null;
  return {
    element,
    update(next) {
      run = next;
      setText(title, visible(run.title || run.timeline));
      mode.hidden = run.mode !== "simulate";
      setAttribute(element, "data-state", run.state);
      setText(mark, stateMarks[run.state] ?? "·");
      setText(stateWords, t(`state.${run.state}`));
      setText(start.value, timeOfDay(run.startMs, run.timezone));
      setText(planned.value, run.plannedEndMs ? timeOfDay(run.plannedEndMs, run.timezone) : t("open_end"));
      setText(shifted.value, signed(run.shift_ms));
      const done = counts.reduce((sum, name) => sum + run[name], 0);
      progress.hidden = !run.planned;
      progress.value = run.planned ? done / run.planned : 0;
      const shown = [["planned", run.planned], ...counts.map((name) => [name, run[name]]), ["in_flight", run.in_flight], ["late", run.late]];
      keyed(tally, shown.filter(([name, n]) => n > 0 || name === "sent"), ([name]) => name, ([name]) => {
        const node = el("li", { "data-outcome": name });
        node.count = el("b", { class: "digits" });
        node.append(node.count, t(`count.${name}`));
        return node;
      }, (node, [, n]) => setText(node.count, number(n)));
    },
    tick(now) {
      if (!run) return;
      setText(show, clock(showClock(run, now)));
      const { hold } = run;
      let more = "";
      if (hold) {
        // The script's own holds are named after the message they are before.
        const isScripted = hold.name === hold.before;
        more = t(hold.before ? (hold.input ? "held.input" : isScripted ? "held.script" : "held.before") : hold.by ? "held.by" : "held", {
          name: hold.name, before: hold.before ?? "", input: hold.input ?? "", by: visible(hold.by ?? ""),
        });
        more += ` · ${t("since", { time: timeOfDay(hold.sinceMs, run.timezone), duration: elapsed(now - hold.sinceMs) })}`;
      } else if (run.state === "waiting") {
        more = t("waiting_more", { duration: duration(Math.max(0, -showClock(run, now))) });
      }
      setText(stateMore, more);
      const isOver = run.state === "ended" || run.state === "stopped";
      // While it holds, the end moves on with every second.
      const endsMs = run.endsMs && run.hold ? run.endsMs + now - run.at : run.endsMs;
      setText(ends.value, endsMs && !isOver ? timeOfDay(endsMs, run.timezone) : isOver ? "–" : t("open_end"));
      const late = endsMs && run.plannedEndMs ? endsMs - run.plannedEndMs : null;
      over.node.hidden = late === null || isOver;
      setText(over.value, late === null ? "" : Math.abs(late) < 1000 ? t("on_time") : `${signed(Math.trunc(late / 1000) * 1000)} ${t(late > 0 ? "over" : "under")}`);
      setAttribute(over.node, "data-way", late === null || Math.abs(late) < 1000 ? null : late > 0 ? "over" : "under");
    },
  };
}
