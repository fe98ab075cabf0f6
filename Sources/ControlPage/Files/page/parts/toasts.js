// What came of a command, for a few seconds. Screen readers hear of it through announce.js.
import { el } from "../core/dom.js";
import { t } from "../core/i18n.js";

const stays = { good: 4000, note: 6000, bad: 10000 };
const marks = { good: "✓", note: "=", bad: "✕" };
let list = null;

export function toastList() {
  list = el("div", { class: "toasts" });
  return list;
}

/** `kind`: good, note (nothing was changed) or bad; `undo`: {words, act} or null. */
export function toast(kind, title, text, undo = null) {
  if (!list) return;
  const close = () => node.remove();
  const node = el(
    "div",
    { class: `toast ${kind}` },
    el("span", { class: "mark", "aria-hidden": "true" }, marks[kind]),
    el("div", { class: "toast-words" }, el("b", {}, title), text ? el("span", {}, text) : null),
    undo
      ? el("button", { type: "button", class: "quiet", on: { click: () => { close(); undo.act(); } } }, undo.words)
      : null,
    el("button", { type: "button", class: "quiet", "aria-label": t("close"), on: { click: close } }, "×"),
  );
  list.append(node);
  while (list.children.length > 4) list.firstElementChild.remove();
  setTimeout(close, undo ? 10000 : stays[kind]);
}
