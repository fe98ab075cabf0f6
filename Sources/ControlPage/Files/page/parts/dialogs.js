// Dialogs: help, what a fire would send, free messages, what a reload would change.
import { ApiError } from "../core/api.js";
import * as commands from "../core/commands.js";
import { el, keyed, setText, visible } from "../core/dom.js";
import { bytesOf } from "../core/format.js";
import { t } from "../core/i18n.js";
import { isAhead, isLive, store } from "../core/store.js";
import { roomChips, updateTexts } from "./cuecard.js";
import { holdButton } from "./holdbutton.js";

const mostBytes = 1024;

function open(title, kind, ...content) {
  const close = el("button", { type: "button", class: "quiet icon close", "aria-label": t("close") }, "×");
  const heading = el("h2", { id: "dialog-title" }, title);
  const dialog = el("dialog", { class: kind, "aria-labelledby": "dialog-title" }, el("div", { class: "dialog-head" }, heading, close), ...content);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export function helpDialog() {
  const keys = [["key.space", "help.go"], ["H", "help.hold"], ["Esc", "help.panic"], ["S", "help.skip"], ["F", "help.fire"], ["↑ ↓", "help.choose"], ["1 … 9", "help.runs"], ["/", "help.search"], ["O  C  M", "help.views"], ["?", "help.help"]];
  open(t("help.title"), "help",
    el("dl", { class: "keys" }, keys.map(([name, words]) => [el("dt", {}, el("kbd", {}, name.startsWith("key.") ? t(name) : name)), el("dd", {}, t(words))])),
    el("p", { class: "soft" }, t("help.typing")),
    el("p", { class: "soft" }, t("help.hold_button")),
    el("p", { class: "soft" }, t("help.screen")));
}

export function fireDialog(run, cue) {
  const texts = el("ul", { class: "texts" });
  updateTexts(texts, cue.texts, cue.input !== null && cue.input !== undefined);
  const act = el("button", { type: "button", class: "primary", autofocus: true }, t("fire.now"));
  const dialog = open(t("fire.title", { cue: visible(cue.cue) }), "fire",
    el("p", {}, t(isAhead(cue) ? "fire.more" : "fire.over")), texts,
    el("div", { class: "dialog-buttons" }, act));
  act.addEventListener("click", () => {
    dialog.close();
    commands.fire(run, cue.cue);
  });
}

export function sendDialog(run) {
  const known = new Set([...store.runs.values()].flatMap((one) => one.next.flatMap((cue) => cue.texts.flatMap((text) => text.rooms))));
  const options = el("datalist", { id: "known-rooms" }, [...known].map((room) => el("option", { value: room })));
  const field = (label, node, more = null) => el("label", { class: "field" }, el("span", {}, label, more), node);
  const rooms = el("input", { type: "text", list: "known-rooms", required: true, autocomplete: "off", value: [...known].length === 1 ? [...known][0] : null });
  const user = el("input", { type: "text", required: true, autocomplete: "off" });
  const name = el("input", { type: "text", autocomplete: "off" });
  const category = el("select", {}, el("option", { value: "system" }, t("category.system")), el("option", { value: "chat" }, t("category.chat")));
  const text = el("textarea", { rows: "3", required: true });
  const count = el("span", { class: "soft digits" });
  const act = el("button", { type: "submit", class: "primary" }, t("send.now"));
  const results = el("ul", { class: "plain", "aria-live": "polite" });
  const form = el("form", { class: "fields" },
    field(t("send.rooms"), rooms), field(t("send.user"), user), field(t("send.name"), name), field(t("send.category"), category),
    field(t("send.text"), text, [" ", count]), options, el("div", { class: "dialog-buttons" }, act));
  const measure = () => {
    const bytes = bytesOf(text.value.trim());
    setText(count, t("input.bytes", { n: bytes, max: mostBytes }));
    act.disabled = bytes === 0 || bytes > mostBytes || !isLive();
  };
  text.addEventListener("input", measure);
  measure();
  open(t("send.title"), "send", form, results);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    act.disabled = true;
    const answer = await commands.send({
      rooms: rooms.value.split(/[,，\s]+/).filter(Boolean), user: user.value.trim(), ...(name.value.trim() ? { name: name.value.trim() } : {}),
      category: category.value, text: text.value,
    });
    measure();
    if (!answer) return;
    text.value = "";
    measure();
    results.replaceChildren(...(answer.results ?? []).map((one) =>
      el("li", {}, one.outcome === "sent" ? "✓ " : "✕ ", roomChips([one.room]), " ", t(`outcome.${one.outcome}`), one.reason ? ` · ${visible(one.reason)}` : "")));
  });
}

export async function reloadDialog(run) {
  const diff = el("pre", { class: "diff", tabindex: "0" }, t("reload.reading"));
  const buttons = el("div", { class: "dialog-buttons" });
  const dialog = open(t("reload.title"), "reload", el("p", {}, t("reload.more")), diff, buttons);
  try {
    const answer = await commands.checkReload(run);
    const lines = (answer.diff ?? "").split("\n");
    diff.replaceChildren();
    keyed(diff, lines.map((line, index) => [index, line]), ([index]) => index, ([, line]) =>
      el("span", { class: { "+": "added", "-": "removed", "~": "changed" }[line[0]] ?? "" }, `${visible(line)}\n`));
    if (answer.message) dialog.querySelector("p").textContent = visible(answer.message);
    buttons.append(holdButton(t("reload.apply"), { class: "danger" }, () => {
      dialog.close();
      commands.reload(run, answer.sha256);
    }));
  } catch (error) {
    setText(diff, error instanceof ApiError && error.message ? visible(error.message) : t("refused.no_answer"));
  }
}
