// What must not be overlooked, on top of everything, each said once to a screen reader.
import { alarm, announce } from "../core/announce.js";
import { alarmsOf } from "../core/derive.js";
import { el, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { elapsed, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { currentRun, store } from "../core/store.js";

/** Ids of what was said; kept over a change of the view. */
const said = new Set();

export function alarmList() {
  const element = el("section", { class: "alarms", "aria-label": t("alarms") });
  return {
    element,
    update() {
      const run = currentRun();
      const alarms = alarmsOf(run);
      element.hidden = alarms.length === 0;
      keyed(element, alarms, (one) => one.id, () => {
        const node = el("div", { class: "alarm" });
        node.words = el("b");
        node.text = el("span", { class: "alarm-text" });
        node.since = el("span", { class: "alarm-since digits" });
        node.append(el("span", { class: "mark", "aria-hidden": "true" }, "▲"), node.words, node.text, node.since);
        return node;
      }, (node, one) => {
        setAttribute(node, "data-level", one.level);
        setText(node.words, one.title);
        setText(node.text, visible(one.text));
        node.sinceMs = one.since;
      });
      const ids = new Set(alarms.map((one) => one.id));
      for (const one of alarms) {
        if (said.has(one.id)) continue;
        said.add(one.id);
        (one.level === "alarm" ? alarm : announce)(`${one.title}. ${visible(one.text)}`);
      }
      for (const id of said) {
        if (ids.has(id)) continue;
        said.delete(id);
        announce(t("alarm.over"));
      }
    },
    tick(now) {
      const zone = currentRun()?.timezone ?? "UTC";
      for (const node of element.children) {
        if (node.sinceMs) setText(node.since, t("since", { time: timeOfDay(node.sinceMs, zone), duration: elapsed(now - node.sinceMs) }));
      }
    },
  };
}

/** The bar over a page that has lost its connection: says since when, and that it tries by itself. */
export function lostBar(retry) {
  const words = el("b");
  const text = el("span", { class: "alarm-text" });
  const element = el(
    "div",
    { class: "lost-bar", hidden: true },
    el("span", { class: "mark", "aria-hidden": "true" }, "✕"),
    words,
    text,
    el("button", { type: "button", on: { click: retry } }, t("lost.retry")),
  );
  return {
    element,
    update() {
      element.hidden = store.connection.state !== "lost";
      setText(words, t("lost.title"));
    },
    tick() {
      if (element.hidden) return;
      const { since, isFull } = store.connection;
      if (isFull) return setText(text, t("lost.full"));
      const zone = currentRun()?.timezone ?? "UTC";
      setText(text, since === null ? t("lost.never") : t("lost.text", { time: timeOfDay(since, zone), duration: elapsed(store.clock.now() - since) }));
    },
  };
}
