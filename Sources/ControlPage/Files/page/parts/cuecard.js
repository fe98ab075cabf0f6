// A cue with its texts as they will appear, each with its rooms, and a countdown.
import { el, fillText, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { countdown, signed, timeOfDay } from "../core/format.js";
import { has, t } from "../core/i18n.js";
import { heldFor, isAhead, untilDue } from "../core/store.js";

const mostRooms = 8;
export const cueKey = (cue) => `${cue.message}#${cue.occurrence}`;

/** The rooms of a text; of many there is the group's name, or the first of them, and `count` says how many are meant. */
export function roomChips(rooms, count = rooms.length) {
  const shown = rooms.slice(0, mostRooms).map((room) => el("span", { class: "room" }, visible(room)));
  const more = count - Math.min(rooms.length, mostRooms);
  if (rooms.length === 1 && count > 1) shown[0].append(` (${count})`);
  else if (more > 0) shown.push(el("span", { class: "room more", title: visible(rooms.join(", ")) }, t("more_rooms", { n: more })));
  return shown;
}

/** Fills a list with the texts of a cue. */
export function updateTexts(list, texts, missing) {
  keyed(list, texts, (text) => text.rooms.join("\n"), (text) => {
    const node = el("li", { class: "text" });
    node.words = el("p", { class: "words" });
    node.bytes = el("span", { class: "bytes" });
    node.append(el("div", { class: "rooms" }, roomChips(text.rooms, text.room_count), node.bytes), node.words);
    return node;
  }, (node, text) => {
    if (text.text === null || text.text === undefined) {
      node.words.shownText = null;
      setText(node.words, t("no_text"));
    } else fillText(node.words, text.text, { missing });
    setAttribute(node.words, "data-none", text.text === null);
    setText(node.bytes, text.bytes ? t("bytes", { n: text.bytes }) : "");
    setAttribute(node.bytes, "data-near", text.bytes > 921);
  });
}

/** What a cue's state is in words; only what there is something to say about. */
export function outcomeWords(cue) {
  return Object.entries(cue.outcomes ?? {}).filter(([, n]) => n > 0).map(([name, n]) => ({ name, n, words: has(`outcome.${name}`) ? t(`outcome.${name}`) : name }));
}

export function cueCard(cue) {
  const element = el("li", { class: "cue" });
  const left = el("span", { class: "left digits" });
  const due = el("span", { class: "due digits" });
  const late = el("span", { class: "expected digits" });
  const name = el("b", { class: "cue-name" }, visible(cue.cue));
  const category = el("span", { class: `chip ${cue.category}` }, t(`category.${cue.category}`));
  const hold = el("span", { class: "chip hold-chip" }, `❚❚ ${t("holds_before")}`);
  const input = el("span", { class: "chip input-chip" });
  const state = el("span", { class: "chip state-chip" });
  const texts = el("ul", { class: "texts" });
  element.append(
    el("div", { class: "cue-time" }, left, due, late),
    el("div", { class: "cue-body" }, el("div", { class: "cue-head" }, name, category, hold, input, state), texts),
  );
  let shown = cue;
  element.update = (run, next, { isNext, isChosen }) => {
    shown = next;
    setAttribute(element, "data-state", next.state);
    setAttribute(element, "data-next", isNext);
    setAttribute(element, "aria-current", isChosen ? "true" : null);
    hold.hidden = !next.hold;
    input.hidden = !next.input;
    setText(input, next.input ? `? ${t("needs", { input: visible(next.input) })}` : "");
    const words = next.state === "on_its_way" || next.state === "held" || next.state === "skipped" || next.state === "due" || next.state === "done";
    state.hidden = !words;
    setText(state, words ? t(`cue.${next.state}`) : "");
    const behind = next.expectedMs ? next.expectedMs - next.dueMs : 0;
    late.hidden = behind < 1000;
    setText(late, behind >= 1000 ? t("expected", { late: signed(behind) }) : "");
    updateTexts(texts, next.texts, next.input !== null && next.input !== undefined);
  };
  element.tick = (run, now) => {
    const ms = untilDue(run, shown, now);
    setText(due, timeOfDay(shown.dueMs + (isAhead(shown) ? heldFor(run, now) : 0), run.timezone));
    setText(left, isAhead(shown) ? countdown(ms) : shown.state === "on_its_way" ? "➤" : "✓");
    setAttribute(element, "data-phase", !isAhead(shown) || run.hold ? null : ms <= 10000 ? "ready" : ms <= 60000 ? "standby" : null);
  };
  return element;
}
