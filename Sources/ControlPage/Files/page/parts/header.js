// The bar on top of every view: runs, views, the wall clock, the connection, who is looking.
import { el, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { clock, countdown, dayOf, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { currentRun, isAhead, showClock, sortedRuns, store, untilDue } from "../core/store.js";

export const stateMarks = { waiting: "◷", playing: "▶", held: "❚❚", stopping: "◼", stopped: "◼", ended: "■" };

export function header({ view, choose, theme, language, help }) {
  const links = ["operator", "script", "monitor"].map((name) =>
    el("a", { href: `#${name}`, "aria-current": name === view ? "page" : null }, t(`view.${name}`)),
  );
  const runs = el("div", { class: "runs", role: "group", "aria-label": t("runs") });
  const wall = el("div", { class: "wall" });
  const wallTime = el("b", { class: "digits" });
  const wallZone = el("small");
  wall.append(wallTime, wallZone);
  const connection = el("div", { class: "connection" });
  const who = el("div", { class: "who" });
  const button = (label, sign, act) =>
    el("button", { type: "button", class: "quiet icon", "aria-label": label, title: label, on: { click: act } }, sign);
  const element = el(
    "header",
    { class: "top" },
    el("nav", { class: "views", "aria-label": t("views") }, links),
    runs,
    el("div", { class: "top-right" }, wall, connection, who,
      el("div", { class: "tools" },
        button(t("theme.switch", { theme: t(`theme.${theme.name}`) }), { auto: "◐", dark: "☾", light: "☀" }[theme.name], theme.next),
        el("button", { type: "button", class: "quiet icon", lang: t("language.code"), "aria-label": t("language.switch"), title: t("language.switch"), on: { click: language } }, t("language.other")),
        button(t("help.title"), "?", help))),
  );

  function makeRun(run) {
    const node = el("button", { type: "button", class: "run", on: { click: () => choose(run.run) } });
    node.mark = el("span", { class: "mark", "aria-hidden": "true" });
    node.title_ = el("span", { class: "run-title" });
    node.state = el("span", { class: "run-state" });
    node.time = el("span", { class: "run-time digits" });
    node.append(node.mark, el("span", { class: "run-words" }, node.title_, node.state), node.time);
    return node;
  }

  return {
    element,
    update() {
      const all = sortedRuns();
      const current = currentRun();
      runs.hidden = all.length < 2;
      keyed(runs, all, (run) => run.run, makeRun, (node, run) => {
        const number = all.indexOf(run) + 1;
        setText(node.mark, stateMarks[run.state] ?? "·");
        setText(node.title_, visible(run.title || run.timeline));
        setText(node.state, `${t(`state.${run.state}`)}${run.mode === "simulate" ? ` · ${t("simulated")}` : ""}`);
        setAttribute(node, "aria-pressed", run === current ? "true" : "false");
        setAttribute(node, "data-state", run.state);
        setAttribute(node, "title", number < 10 ? t("runs.key", { key: number }) : null);
      });
      const { state } = store.connection;
      setAttribute(connection, "data-state", state);
      setText(connection, t(`connection.${state}`));
      setText(who, store.me ? `${visible(store.me.name || "–")} · ${t(`role.${store.me.role}`)}` : "");
    },
    tick(now) {
      const run = currentRun();
      const zone = run?.timezone ?? "UTC";
      setText(wallTime, timeOfDay(now, zone));
      setText(wallZone, `${dayOf(now, zone)} · ${zone}`);
      for (const [id, node] of runs.nodesByKey ?? []) {
        const other = store.runs.get(id);
        if (!other) continue;
        const next = other.next.find(isAhead);
        setText(node.time, other.state === "playing" && next ? countdown(Math.max(0, untilDue(other, next, now))) : clock(showClock(other, now)));
      }
    },
  };
}
