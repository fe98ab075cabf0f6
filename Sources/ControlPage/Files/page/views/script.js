// The cue sheet: the whole script with its past and its future, as a list and as lanes.
import * as commands from "../core/commands.js";
import { el, forgetKeyed, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { number, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { currentRun, isAhead, may, store } from "../core/store.js";
import { outcomeWords, updateTexts } from "../parts/cuecard.js";
import { fireDialog } from "../parts/dialogs.js";
import { holdButton } from "../parts/holdbutton.js";
import { lanes } from "./lanes.js";
import { ScriptData } from "./scriptdata.js";
import { scriptList } from "./scriptlist.js";

export function scriptView() {
  let data = null;
  let runId = null;
  let list = [];
  let nowAt = 0;
  let chosenKey = null;
  let follows = true;
  let isDirty = true;
  let lastReload = "";
  let firstNext = null;
  let rooms = [];
  let drawnAt = 0;

  const search = el("input", { type: "search", id: "search", autocomplete: "off", placeholder: t("search"), "aria-label": t("search"), "aria-keyshortcuts": "/" });
  const room = el("select", { "aria-label": t("filter.room") });
  const category = el("select", { "aria-label": t("filter.category") }, ["", "system", "chat"].map((name) => el("option", { value: name }, t(name ? `category.${name}` : "filter.any_category"))));
  const which = el("select", { "aria-label": t("filter.which") }, ["all", "ahead", "trouble"].map((name) => el("option", { value: name }, t(`filter.${name}`))));
  const follow = el("button", { type: "button", class: "small", on: { click: () => setFollow(!follows) } }, t("follow"));
  const layout = el("button", { type: "button", class: "small", "aria-pressed": "true", on: { click: () => toggleLanes() } }, t("lanes"));
  const count = el("span", { class: "soft digits script-count", role: "status" });
  const tools = el("div", { class: "script-tools" }, search, room, category, which, layout, follow, count);
  const rowsView = scriptList({ choose, scrolled: () => setFollow(false) });
  const laneView = lanes({ choose: (key) => { choose(key); rowsView.reveal(key); }, moved: () => setFollow(false) });
  const detail = el("aside", { class: "panel detail", "aria-label": t("detail"), hidden: true });
  const element = el("main", { id: "main", class: "script", tabindex: "-1" }, tools, laneView.element, el("div", { class: "script-body" }, rowsView.element, detail));
  for (const node of [search, room, category, which]) node.addEventListener("input", () => { isDirty = true; });

  function setFollow(on) {
    follows = on;
    setAttribute(follow, "aria-pressed", on ? "true" : "false");
    if (on) {
      laneView.follow();
      rowsView.scrollToNow();
    }
  }

  function toggleLanes() {
    laneView.element.hidden = !laneView.element.hidden;
    setAttribute(layout, "aria-pressed", laneView.element.hidden ? "false" : "true");
    isDirty = true;
  }

  function choose(key) {
    chosenKey = key;
    isDirty = true;
    drawDetail(true);
  }

  function filtered() {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const result = [];
    const seen = new Set();
    let at = -1;
    for (const cue of data.all()) {
      for (const text of cue.texts) for (const name of text.rooms) seen.add(name);
      if (category.value && cue.category !== category.value) continue;
      if (room.value && !cue.texts.some((text) => text.rooms.includes(room.value))) continue;
      if (which.value === "ahead" && !isAhead(cue)) continue;
      if (which.value === "trouble" && !Object.entries(cue.outcomes ?? {}).some(([name, n]) => n > 0 && name !== "sent")) continue;
      if (words.length) {
        const all = data.wordsOf(cue);
        if (!words.every((word) => all.includes(word))) continue;
      }
      if (at < 0 && isAhead(cue)) at = result.length;
      result.push(cue);
    }
    if (seen.size !== rooms.length) {
      rooms = [...seen];
      const chosen = room.value;
      room.replaceChildren(el("option", { value: "" }, t("filter.any_room")), ...rooms.map((name) => el("option", { value: name }, visible(name))));
      room.value = chosen;
    }
    nowAt = at < 0 ? result.length : at;
    return result;
  }

  function drawDetail(isNew = false) {
    const run = currentRun();
    const cue = data?.get(chosenKey);
    detail.hidden = !cue;
    if (!cue || !run) return;
    if (isNew || detail.key !== cue.key || detail.role !== store.me?.role) {
      detail.key = cue.key;
      detail.role = store.me?.role;
      detail.parts = {
        when: el("p", { class: "digits" }), state: el("p"), texts: el("ul", { class: "texts" }), actions: el("div", { class: "dialog-buttons" }),
      };
      const close = el("button", { type: "button", class: "quiet icon close", "aria-label": t("close"), on: { click: () => { choose(null); rowsView.element.focus(); } } }, "×");
      detail.replaceChildren(
        el("div", { class: "dialog-head" }, el("h2", { class: "cue-name" }, visible(cue.cue)), close),
        detail.parts.when, detail.parts.state, detail.parts.texts, detail.parts.actions);
    }
    const { when, state, texts, actions } = detail.parts;
    setText(when, `${timeOfDay(data.due(cue, run), run.timezone)} · ${t(`category.${cue.category}`)}`);
    const outcomes = outcomeWords(cue);
    setText(state, [t(`cue.${cue.state}`), cue.hold ? t("holds_before") : "", cue.input ? t("needs", { input: visible(cue.input) }) : "", ...outcomes.map((one) => `${one.words} ${one.n}`)].filter(Boolean).join(" · "));
    updateTexts(texts, cue.texts, Boolean(cue.input));
    const has = (name) => (cue.outcomes?.[name] ?? 0) > 0;
    const possible = !may("operate") || run.state === "ended" || run.state === "stopped" ? [] : [
      isAhead(cue) ? "skip" : null,
      isAhead(cue) ? "fire" : null,
      cue.state === "skipped" ? "unskip" : null,
      has("failed") || has("missed") || has("cancelled") ? "again" : null,
      has("unknown") ? "again_unknown" : null,
    ].filter(Boolean);
    keyed(actions, possible, (name) => `${name} ${cue.key}`, (name) => ({
      skip: () => el("button", { type: "button", on: { click: () => commands.skip(currentRun(), cue.cue) } }, t("skip")),
      fire: () => el("button", { type: "button", on: { click: () => fireDialog(currentRun(), cue) } }, t("fire")),
      unskip: () => el("button", { type: "button", on: { click: () => commands.unskip(currentRun(), cue.cue) } }, t("unskip")),
      again: () => el("button", { type: "button", on: { click: () => commands.again(currentRun(), cue.cue, {}) } }, t("again")),
      again_unknown: () => holdButton(t("again.not_shown"), { title: t("again.unknown") }, () => commands.again(currentRun(), cue.cue, { notShown: true })),
    })[name]());
  }

  function open(run) {
    data?.close();
    runId = run.run;
    list = [];
    chosenKey = null;
    forgetKeyed(detail);
    detail.hidden = true;
    data = new ScriptData(run.run, () => { isDirty = true; });
    setFollow(true);
  }

  function redraw() {
    const run = currentRun();
    if (!run || !data) return;
    isDirty = false;
    list = filtered();
    rowsView.show(data, run, list, nowAt, chosenKey);
    laneView.show(data, run, list, room.value ? [room.value] : rooms, chosenKey);
    if (follows) rowsView.scrollToNow();
    const whole = data.isPastWhole && data.isFutureWhole;
    const words = list.length === data.count ? t("script.count", { n: number(list.length) }) : t("script.some", { n: number(list.length), all: number(data.count) });
    setText(count, data.problem ? t("script.problem") : `${words}${data.isCut ? ` · ${t("script.cut")}` : whole ? "" : ` · ${t("script.loading")}`}`);
    if (chosenKey) drawDetail();
  }

  let recordsSeen = 0;
  return {
    element,
    update(kinds) {
      const run = currentRun();
      if (!run) return;
      const fresh = kinds.has("records") ? store.records.filter((record) => record.run === run.run && Date.parse(record.time) > recordsSeen) : [];
      const reloads = fresh.filter((record) => record.event === "control" && record.action === "reload" && !record.refused).map((record) => record.time).join();
      if (fresh.length) recordsSeen = Date.parse(fresh.at(-1).time);
      // Another script, or changes that were missed: what was read is void.
      if (run.run !== runId || kinds.has("state") || (reloads && reloads !== lastReload)) {
        lastReload = reloads;
        open(run);
      }
      if (data.follow(run, fresh)) isDirty = true;
      if (run.next[0]?.cue !== firstNext) isDirty = true;
      firstNext = run.next[0]?.cue;
    },
    tick(now) {
      if (isDirty && now - drawnAt > 150) {
        drawnAt = now;
        redraw();
      }
      rowsView.tick(now);
      if (!laneView.element.hidden) laneView.draw(now);
      if (store.connection.state === "live") data?.refresh([...rowsView.visibleKeys(), ...(chosenKey ? [chosenKey] : [])]);
    },
    keys: {
      "/": () => search.focus(),
      ArrowDown: () => { rowsView.element.focus(); return false; },
      ArrowUp: () => { rowsView.element.focus(); return false; },
      s: () => {
        const run = currentRun();
        const cue = data?.get(chosenKey);
        if (run && cue && isAhead(cue)) commands.skip(run, cue.cue);
      },
      f: () => {
        const run = currentRun();
        const cue = data?.get(chosenKey);
        if (run && cue) fireDialog(run, cue);
      },
    },
    close() { data?.close(); },
  };
}
