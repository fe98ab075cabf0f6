// The last lines of the run log in words: who did what, and what came of it.
import { cueName } from "../core/derive.js";
import { el, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { duration, signed, timeOfDay } from "../core/format.js";
import { has, t } from "../core/i18n.js";
import { store } from "../core/store.js";

const mostLines = 60;

function controlWords(record) {
  const cue = record.message ? (record.occurrence ? cueName(record) : record.message) : "";
  const words = {
    hold: () => (record.message ? t("log.hold_before", { cue }) : t("log.hold")),
    go: () => t("log.go", { held: duration(record.held_ms ?? 0) }),
    shift: () => t("log.shift", { by: signed(record.by_ms ?? 0) }),
    set: () => t("log.set", { input: record.name ?? "", value: record.value ?? "" }),
    reload: () => (record.refused ? t("log.reload_refused", { reason: record.refused }) : t("log.reload")),
    clock_step: () => t("log.clock_step", { by: signed(record.by_ms ?? 0) }),
  }[record.action];
  if (words) return words();
  const key = `log.${record.action}`;
  return has(key) ? t(key, { cue: cue + (record.room ? ` @${record.room}` : ""), reason: record.reason ?? "" }) : `${record.action} ${cue}`;
}

/** Lines for people; results of one cue that came one after another are one line. */
function linesOf(run) {
  const lines = [];
  for (const record of store.records) {
    if (record.run !== run.run) continue;
    if (record.event === "result") {
      const cue = cueName(record);
      const last = lines.at(-1);
      if (last?.cue === cue && last.outcome === record.outcome) {
        last.rooms.push(record.room_name ?? record.room);
        last.time = record.time;
      } else {
        lines.push({ key: `${record.time} ${record.delivery} ${record.outcome}`, time: record.time, cue, outcome: record.outcome, rooms: [record.room_name ?? record.room], reason: record.reason });
      }
    } else if (record.event === "control") {
      lines.push({ key: `${record.time} ${record.action} ${record.command ?? ""}`, time: record.time, by: record.by, words: visible(controlWords(record)), action: record.action });
    } else if (record.event === "run" || record.event === "end") {
      lines.push({ key: `${record.time} ${record.event}`, time: record.time, words: t(record.event === "end" ? "log.end" : record.resumed ? "log.resumed" : "log.run"), action: record.event });
    }
  }
  return lines.slice(-mostLines).reverse();
}

export function logTail() {
  const list = el("ol", { class: "plain log", tabindex: "0", "aria-label": t("log") });
  const element = el("section", { class: "panel log-panel", "aria-label": t("log") }, el("h2", {}, t("log")), list);
  return {
    element,
    update(run) {
      keyed(list, linesOf(run), (line) => `${run.run} ${line.key}`, (line) => {
        const node = el("li", { "data-outcome": line.outcome, "data-action": line.action });
        node.words = el("span", { class: "log-words" });
        node.append(el("span", { class: "digits soft" }, timeOfDay(Date.parse(line.time), run.timezone)), node.words);
        return node;
      }, (node, line) => {
        if (line.words !== undefined) {
          if (node.words.childNodes.length === 0) {
            if (line.by) node.words.append(el("b", {}, visible(line.by)), " ");
            node.words.append(line.words);
          }
          return;
        }
        const where = line.rooms.length === 1 ? visible(line.rooms[0]) : t("rooms.count", { n: line.rooms.length });
        const why = line.outcome !== "sent" && line.reason ? ` · ${visible(line.reason)}` : "";
        setText(node.words, `${line.outcome === "sent" ? "✓" : "✕"} ${visible(line.cue)} ${t(`outcome.${line.outcome}`)} · ${where}${why}`);
      });
      setAttribute(element, "data-empty", list.children.length === 0);
    },
    tick() {},
  };
}
