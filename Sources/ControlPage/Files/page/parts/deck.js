// The controls: GO large, then hold, skip, fire, shift, panic; what ends a run lies apart and asks to be held.
import * as commands from "../core/commands.js";
import { el, setAttribute, setText, visible } from "../core/dom.js";
import { readDuration, signed } from "../core/format.js";
import { t } from "../core/i18n.js";
import { isLive, may, nextCue } from "../core/store.js";
import { fireDialog, reloadDialog, sendDialog } from "./dialogs.js";
import { holdButton } from "./holdbutton.js";

const key = (name) => el("kbd", { "aria-hidden": "true" }, name);

/** `chosen()` is the cue that is selected, or null for the next one. */
export function deck(chosen) {
  let run = null;
  const goMore = el("span", { class: "go-more" });
  const goGuard = el("span", { class: "go-guard", "aria-hidden": "true" });
  const goWords = el("span", { class: "go-words" }, "GO");
  const go = el("button", { type: "button", class: "go", on: { click: () => commands.go(run) } }, goGuard, goWords, goMore, key(t("key.space")));
  const holdWords = el("span", {}, t("hold"));
  const hold = el("button", { type: "button", class: "hold", on: { click: () => commands.hold(run) } }, el("span", { "aria-hidden": "true" }, "❚❚ "), holdWords, key("H"));
  const skipCue = el("small", { class: "cue-name" });
  const skip = el("button", { type: "button", on: { click: () => skipNext() } }, el("span", {}, t("skip"), key("S")), skipCue);
  const fireCue = el("small", { class: "cue-name" });
  const fire = el("button", { type: "button", on: { click: () => fireNext() } }, el("span", {}, t("fire"), key("F")), fireCue);
  const panic = holdButton(t("panic"), { class: "panic" }, commands.panic);
  panic.append(key("Esc"));

  const by = el("input", { type: "text", inputmode: "text", autocomplete: "off", placeholder: "1m30s", "aria-label": t("shift.by"), size: "7" });
  const problem = el("span", { class: "problem", role: "alert" });
  const shiftBy = (ms) => commands.shift(run, ms);
  const step = (ms) => el("button", { type: "button", class: "small digits", "aria-label": t("shift.label", { by: signed(ms) }), on: { click: () => shiftBy(ms) } }, signed(ms));
  const shiftForm = el("form", { class: "shift", "aria-label": t("shift") },
    [-60000, -10000, 10000, 60000].map(step),
    by, el("button", { type: "submit", class: "small" }, t("shift.apply")), problem);
  shiftForm.addEventListener("submit", (event) => {
    event.preventDefault();
    const ms = readDuration(by.value);
    setText(problem, ms === null || ms === 0 ? t("shift.bad") : "");
    if (ms) {
      shiftBy(ms);
      by.value = "";
      by.blur();
    }
  });

  const send = el("button", { type: "button", class: "small", on: { click: () => sendDialog(run) } }, t("send"));
  const reload = el("button", { type: "button", class: "small", on: { click: () => reloadDialog(run) } }, t("reload"));
  const stop = holdButton(t("stop"), { class: "small danger", title: t("stop.more") }, () => commands.stopRun(run));
  const cancel = holdButton(t("cancel"), { class: "small danger", title: t("cancel.more") }, () => commands.cancelRun(run));
  // What is rarely meant is not where a hurried hand lands.
  const admin = el("details", { class: "deck-more" }, el("summary", {}, t("more")), el("div", { class: "deck-admin" }, send, reload, stop, cancel));
  const controls = el("div", { class: "deck-controls" },
    el("div", { class: "deck-main" }, go, hold, panic),
    el("div", { class: "deck-cues" }, skip, fire),
    shiftForm, admin);
  const reason = el("p", { class: "deck-reason" });
  const element = el("section", { class: "panel deck", "aria-label": t("controls") }, controls, reason);

  const meant = () => chosen() ?? nextCue(run);

  function skipNext() {
    const cue = meant();
    if (!cue) return;
    if (!chosen() && commands.hasJustChanged()) return;
    commands.skip(run, cue.cue);
  }

  function fireNext() {
    const cue = meant();
    if (cue) fireDialog(run, cue);
  }

  return {
    element,
    skipNext,
    fireNext,
    update(next) {
      run = next;
      const over = run.state === "ended" || run.state === "stopped";
      const reasonWords = !may("operate") ? t("reason.view") : over ? t(`reason.${run.state}`) : "";
      setText(reason, reasonWords);
      reason.hidden = reasonWords === "";
      controls.hidden = !may("operate");
      go.disabled = !run.hold || !isLive();
      setAttribute(go, "data-held", run.hold !== null);
      const { hold: held } = run;
      setText(goMore, held
        ? held.input ? t("go.input", { input: visible(held.input) })
          : held.before === held.name ? t("go.script", { before: visible(held.before) })
          : held.before ? t("go.before", { name: held.name, before: visible(held.before) }) : t("go.hold", { name: held.name })
        : t("go.none"));
      setAttribute(go, "data-input", held?.input !== null && held?.input !== undefined);
      hold.disabled = over || run.hold !== null;
      setText(holdWords, t(run.hold ? "holding" : "hold"));
      const cue = meant();
      for (const [button, label] of [[skip, skipCue], [fire, fireCue]]) {
        button.disabled = !cue || over;
        setText(label, cue ? visible(cue.cue) : "–");
      }
      for (const node of shiftForm.querySelectorAll("button, input")) node.disabled = over;
      for (const node of [reload, stop, cancel]) node.hidden = !may("admin");
      for (const node of [stop, cancel, reload]) node.disabled = over;
    },
    tick() {
      const since = commands.sinceGo();
      const share = since < commands.goGuard ? 1 - since / commands.goGuard : 0;
      if (share > 0 || goGuard.busy) goGuard.style.transform = `scaleX(${share.toFixed(3)})`;
      goGuard.busy = share > 0;
    },
  };
}
