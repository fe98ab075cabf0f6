// The rows of the cue sheet. However long the script is, only what can be seen has elements.
import { el, setAttribute, setText, visible } from "../core/dom.js";
import { countdown, timeOfDay } from "../core/format.js";
import { t } from "../core/i18n.js";
import { heldFor, isAhead, ownNow, store } from "../core/store.js";
import { outcomeWords } from "../parts/cuecard.js";

const around = 8;
const stateShapes = { planned: "○", held: "❚❚", due: "◔", on_its_way: "➤", done: "✓", skipped: "⊘" };
const oneLine = (text) => visible(text).replace(/\s*\n\s*/g, " ⏎ ");

function makeRow() {
  const cell = (name) => el("span", { class: `cell ${name}` });
  const row = el("div", { class: "row", role: "option" });
  row.cells = { time: cell("time digits"), left: cell("left digits"), shape: cell("shape"), name: cell("name cue-name"), category: cell("category"), rooms: cell("rooms"), content: cell("content"), outcome: cell("outcome") };
  row.append(...Object.values(row.cells));
  return row;
}

export function scriptList({ choose, scrolled }) {
  const sizer = el("div", { class: "sizer" });
  const element = el("div", { class: "script-list", role: "listbox", tabindex: "0", "aria-label": t("view.script") }, sizer);
  const rows = new Map();
  let data = null;
  let run = null;
  let shown = [];
  let nowAt = 0;
  let chosenKey = null;
  let height = 44;

  element.addEventListener("scroll", draw);
  // Whoever moves the list, or takes hold of a row, does not want it to run away.
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) element.addEventListener(name, scrolled, { passive: true });

  function pick(key) {
    chosenKey = key;
    choose(key);
  }

  element.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (row) pick(row.key);
  });
  element.addEventListener("keydown", (event) => {
    const at = shown.findIndex((cue) => cue.key === chosenKey);
    const page = Math.max(1, Math.floor(element.clientHeight / height) - 1);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: shown.length - 1 }[event.key];
    if (to === undefined || shown.length === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const index = at === -1 && event.key.startsWith("Arrow") ? Math.min(nowAt, shown.length - 1) : Math.max(0, Math.min(shown.length - 1, to));
    pick(shown[index].key);
    reveal(index);
  });

  // The height of a row goes by the width of the list.
  new ResizeObserver(() => {
    measure();
    draw();
  }).observe(element);

  function measure() {
    const before = height;
    height = parseFloat(getComputedStyle(sizer).getPropertyValue("--row")) || 44;
    sizer.style.height = `${shown.length * height}px`;
    if (height === before) return;
    // What was looked at stays in view.
    element.scrollTop *= height / before;
    const chosen = shown.findIndex((cue) => cue.key === chosenKey);
    if (chosen >= 0) reveal(chosen);
  }

  function reveal(index) {
    const top = index * height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
  }

  function fill(row, cue, index) {
    const { cells } = row;
    row.key = cue.key;
    row.id = `row-${index}`;
    setText(cells.shape, stateShapes[cue.state] ?? "");
    setText(cells.name, visible(cue.cue));
    setText(cells.category, t(`category.${cue.category}`));
    setAttribute(cells.category, "data-category", cue.category);
    const rooms = cue.texts.flatMap((text) => text.rooms);
    const roomCount = cue.texts.reduce((sum, text) => sum + (text.room_count ?? text.rooms.length), 0);
    setText(cells.rooms, rooms.length > 2 ? t("rooms.count", { n: roomCount }) : visible(rooms.join(", ")) + (roomCount > rooms.length ? ` (${roomCount})` : ""));
    setAttribute(cells.rooms, "title", visible(rooms.join(", ")));
    const texts = cue.texts.map((text) => (text.text === null ? t("no_text") : oneLine(text.text)));
    setText(cells.content, texts.slice(0, 3).join("  ·  ") + (texts.length > 3 ? `  · +${texts.length - 3}` : ""));
    const outcomes = outcomeWords(cue);
    const flags = [cue.hold ? `❚❚ ${t("holds_before")}` : "", cue.input ? `? ${t("needs", { input: visible(cue.input) })}` : ""];
    const state = cue.state === "planned" || (cue.state === "done" && outcomes.length) ? "" : t(`cue.${cue.state}`);
    setText(cells.outcome, [...flags, state, ...outcomes.map((one) => `${one.words} ${one.n}`)].filter(Boolean).join(" · "));
    setAttribute(row, "data-state", cue.state);
    setAttribute(row, "data-bad", outcomes.some((one) => one.name !== "sent" && one.name !== "cancelled"));
    setAttribute(row, "data-hold", cue.hold && isAhead(cue));
    setAttribute(row, "data-now", index === nowAt);
    setAttribute(row, "aria-selected", cue.key === chosenKey ? "true" : "false");
    setAttribute(row, "aria-setsize", shown.length);
    setAttribute(row, "aria-posinset", index + 1);
  }

  function leftOf(row, cue, now) {
    // By the clock on the wall, as if a hold ended now; and how long that is from now, or ago.
    const due = data.due(cue, run) + (isAhead(cue) ? heldFor(run, now) : 0);
    setText(row.cells.time, timeOfDay(due, run.timezone));
    setText(row.cells.left, countdown(due - ownNow(run, now)));
  }

  function span() {
    const first = Math.max(0, Math.floor(element.scrollTop / height) - around);
    return [first, Math.min(shown.length, Math.ceil((element.scrollTop + element.clientHeight) / height) + around)];
  }

  function draw() {
    if (!run) return;
    const now = store.clock.now();
    const [first, last] = span();
    const keep = new Set();
    const free = [];
    for (let index = first; index < last; index += 1) keep.add(shown[index].key);
    for (const [key, row] of rows) {
      if (keep.has(key)) continue;
      rows.delete(key);
      free.push(row);
    }
    for (let index = first; index < last; index += 1) {
      const cue = shown[index];
      let row = rows.get(cue.key);
      if (!row) {
        row = free.pop() ?? makeRow();
        rows.set(cue.key, row);
        if (!row.isConnected) sizer.append(row);
      }
      row.style.transform = `translateY(${index * height}px)`;
      row.cue = cue;
      fill(row, cue, index);
      leftOf(row, cue, now);
    }
    for (const row of free) row.remove();
    const chosen = rows.get(chosenKey);
    setAttribute(element, "aria-activedescendant", chosen?.id);
  }

  return {
    element,
    /** `list`: the cues to show; `at`: the index of the first that is still to come. */
    show(nextData, nextRun, list, at, key) {
      data = nextData;
      run = nextRun;
      shown = list;
      nowAt = at;
      chosenKey = key;
      measure();
      draw();
    },
    tick(now) {
      if (run) for (const row of rows.values()) leftOf(row, row.cue, now);
    },
    scrollToNow() {
      const top = Math.max(0, nowAt * height - element.clientHeight / 3);
      if (Math.abs(element.scrollTop - top) < 1) return;
      element.scrollTop = top;
      draw();
    },
    visibleKeys() {
      const [first, last] = span();
      return shown.slice(first, last).map((cue) => cue.key);
    },
    reveal(key) {
      const index = shown.findIndex((cue) => cue.key === key);
      if (index >= 0) reveal(index);
    },
  };
}
