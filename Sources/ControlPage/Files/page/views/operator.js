// The operator's view: everything that a show caller acts on, on one screen.
import { noticeNext } from "../core/commands.js";
import { el, keyed, setAttribute, setText } from "../core/dom.js";
import { timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { currentRun, isAhead, nextCue, store } from "../core/store.js";
import { clocks } from "../parts/clocks.js";
import { cueCard, cueKey } from "../parts/cuecard.js";
import { deck } from "../parts/deck.js";
import { inputs } from "../parts/inputs.js";
import { logTail } from "../parts/logtail.js";
import { health, troubles } from "../parts/trouble.js";

export function operatorView() {
  let chosenKey = null;
  const chosen = () => currentRun()?.next.find((cue) => isAhead(cue) && cueKey(cue) === chosenKey) ?? null;
  const controls = deck(chosen);
  const panels = [clocks(), controls, inputs(), troubles(), health(), logTail()];
  const [clockPanel, , inputPanel, troublePanel, healthPanel, logPanel] = panels;
  const list = el("ol", { class: "cues plain" });
  const empty = el("p", { class: "empty" });
  const cuesPanel = el("section", { class: "panel cue-panel", "aria-label": t("next_cues") },
    el("h2", {}, t("next_cues")), list, empty, el("a", { href: "#script", class: "soft" }, t("whole_script")));
  const none = el("section", { class: "panel nothing" });
  const columns = el("div", { class: "operator" },
    el("div", { class: "column cues-column" }, clockPanel.element, cuesPanel),
    el("div", { class: "column deck-column" }, controls.element),
    el("div", { class: "column side-column" }, inputPanel.element, troublePanel.element, healthPanel.element, logPanel.element));
  const element = el("main", { id: "main", tabindex: "-1" }, none, columns);
  // On a wall there is room for the log under the controls.
  const wide = matchMedia("(min-width: 1600px)");
  const placeLog = () => columns.children[wide.matches ? 1 : 2].append(logPanel.element);
  wide.addEventListener("change", placeLog);
  placeLog();

  list.addEventListener("click", (event) => {
    const card = event.target.closest(".cue");
    if (!card || String(getSelection())) return;
    chosenKey = chosenKey === card.key || !isAhead(card.cue) ? null : card.key;
    update();
  });

  function move(by) {
    const ahead = currentRun()?.next.filter(isAhead) ?? [];
    if (!ahead.length) return;
    const at = ahead.findIndex((cue) => cueKey(cue) === chosenKey);
    const next = at === -1 ? (by > 0 ? 0 : ahead.length - 1) : at + by;
    chosenKey = next < 0 || next >= ahead.length ? null : cueKey(ahead[next]);
    update();
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  function update() {
    const run = currentRun();
    none.hidden = run !== null || !store.status;
    columns.hidden = run === null;
    if (!run) {
      const upcoming = store.status?.upcoming ?? [];
      none.replaceChildren(el("h1", {}, t("no_run")), el("ul", { class: "plain" }, upcoming.map((one) => el("li", {}, `${one.timeline} · ${timeOfDay(Date.parse(one.start), "UTC")} UTC`))));
      return;
    }
    if (chosenKey && !chosen()) chosenKey = null;
    noticeNext(run, nextCue(run));
    for (const panel of panels) panel.update(run);
    const next = nextCue(run);
    keyed(list, run.next, (cue) => `${run.run} ${cueKey(cue)}`, cueCard, (node, cue) => {
      node.key = cueKey(cue);
      node.cue = cue;
      node.update(run, cue, { isNext: cue === next, isChosen: node.key === chosenKey });
    });
    empty.hidden = run.next.length > 0;
    setText(empty, t(run.state === "ended" ? "ended_more" : "no_cues"));
    setAttribute(columns, "data-state", run.state);
  }

  return {
    element,
    update,
    tick(now) {
      const run = currentRun();
      if (!run) return;
      for (const panel of panels) panel.tick(now);
      for (const card of list.children) card.tick(run, now);
    },
    keys: {
      s: () => controls.skipNext(),
      f: () => controls.fireNext(),
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
    },
    close() { wide.removeEventListener("change", placeLog); },
  };
}
