// The inputs of a run: what is known only on the night. A value is shown as it will go out, room by room, before it is set.
import { ApiError } from "../core/api.js";
import { checkInput, setInput } from "../core/commands.js";
import { el, fillText, keyed, setAttribute, setText, visible } from "../core/dom.js";
import { bytesOf, countdown } from "../core/format.js";
import { t } from "../core/i18n.js";
import { isAhead, isLive, may, untilDue } from "../core/store.js";
import { roomChips } from "./cuecard.js";

function inputRow(first) {
  let run = null;
  let input = first;
  let checked = null;
  let timer = null;
  let asked = 0;
  const id = `input-${first.name}`;
  const field = el("input", { id, type: "text", autocomplete: "off", spellcheck: "false", maxlength: "1024", "aria-describedby": `${id}-facts` });
  const facts = el("span", { id: `${id}-facts`, class: "input-facts digits" });
  const need = el("span", { class: "chip input-chip" });
  const value = el("p", { class: "input-value" });
  const valueText = el("span", { class: "words" });
  const set = el("button", { type: "submit", class: "primary", disabled: true }, t("input.set"));
  const shown = el("ul", { class: "texts checked" });
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el("form", {}, el("div", { class: "input-line" }, field, set), facts, problem, shown);
  const element = el(
    "div",
    { class: "input" },
    el("div", { class: "input-head" }, el("label", { for: id }, el("b", {}, visible(first.prompt || first.name)), " ", el("small", {}, visible(first.name))), need),
    value,
    form,
  );
  value.append(el("span", { class: "soft" }, `${t("input.now")} `), valueText);

  async function look() {
    clearTimeout(timer);
    if (!isLive() || !field.value) return;
    const mine = (asked += 1);
    const wanted = field.value;
    try {
      const answer = await checkInput(run, input.name, wanted);
      if (mine !== asked || field.value !== wanted) return;
      checked = wanted;
      setText(problem, "");
      shown.replaceChildren(...(answer.texts ?? []).map((text) => {
        const words = el("p", { class: "words" });
        fillText(words, text.text ?? "");
        return el("li", { class: "text" },
          el("div", { class: "rooms" }, el("b", { class: "cue-name" }, visible(text.cue)), roomChips(text.rooms, text.room_count), el("span", { class: "bytes" }, t("bytes", { n: text.bytes ?? 0 }))),
          words);
      }));
      if (!answer.texts?.length) shown.replaceChildren(el("li", { class: "soft" }, t("input.nothing")));
    } catch (error) {
      if (mine !== asked) return;
      checked = null;
      shown.replaceChildren();
      setText(problem, error instanceof ApiError && error.message ? visible(error.message) : t("refused.no_answer"));
    }
    enable();
  }

  function enable() {
    const bytes = bytesOf(field.value);
    setText(facts, t("input.bytes", { n: bytes, max: input.max }));
    const isOver = bytes > input.max;
    setAttribute(facts, "data-over", isOver);
    setAttribute(field, "aria-invalid", isOver ? "true" : null);
    set.disabled = checked === null || checked !== field.value || isOver;
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    checked = null;
    shown.replaceChildren();
    setText(problem, "");
    enable();
    if (field.value && bytesOf(field.value) <= input.max) timer = setTimeout(look, 300);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The first Enter shows what will go out, the second sets it.
    if (checked !== field.value) return look();
    const answer = await setInput(run, input.name, checked);
    if (answer) {
      field.value = "";
      checked = null;
      shown.replaceChildren();
      enable();
      field.blur();
    }
  });

  element.update = (nextRun, next) => {
    run = nextRun;
    const changed = input.value !== next.value;
    input = next;
    form.hidden = !may("operate");
    value.hidden = next.value === null;
    if (next.value !== null) fillText(valueText, next.value);
    setAttribute(element, "data-set", next.value !== null);
    setText(set, t(next.value === null ? "input.set" : "input.change"));
    if (changed && checked !== null) look();
    enable();
  };
  element.tick = (now) => {
    const cue = run.next.find((cue) => cue.cue === input.needed_by && isAhead(cue));
    need.hidden = input.value !== null || !input.needed_by;
    const left = cue ? ` · ${countdown(Math.max(0, untilDue(run, cue, now)))}` : "";
    setText(need, input.needed_by ? `${t("needed_by", { cue: visible(input.needed_by) })}${left}` : "");
    setAttribute(element, "data-urgent", input.value === null && (run.hold?.input === input.name || (cue && untilDue(run, cue, now) < 120000)));
  };
  return element;
}

export function inputs() {
  const list = el("div", { class: "input-list" });
  const element = el("section", { class: "panel inputs", "aria-label": t("inputs") }, el("h2", {}, t("inputs")), list);
  return {
    element,
    update(run) {
      element.hidden = run.inputs.length === 0;
      keyed(list, run.inputs, (input) => `${run.run} ${input.name}`, inputRow, (node, input) => node.update(run, input));
    },
    tick(now) {
      for (const node of list.children) node.tick(now);
    },
  };
}
