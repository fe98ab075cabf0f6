// A button that asks to be held for a second, by finger, mouse or key. What clicks without holding (a screen reader, a switch)
// arms it with one click and confirms with a second.
import { announce } from "../core/announce.js";
import { el } from "../core/dom.js";
import { t } from "../core/i18n.js";

export const holdTime = 1000;
const armedTime = 4000;

export function holdButton(words, properties, act) {
  const label = el("span", { class: "hold-label" }, words);
  const hint = el("span", { class: "hold-hint" }, t("hold_button.hint"));
  const button = el(
    "button",
    { type: "button", "aria-description": t("hold_button.description"), ...properties, class: `hold-button ${properties.class ?? ""}` },
    el("span", { class: "hold-fill", "aria-hidden": "true" }),
    label,
    hint,
  );
  let timer = null;
  let armed = -Infinity;
  let pressed = false;
  let done = false;

  function begin() {
    if (timer !== null || button.disabled) return;
    button.classList.add("holding");
    timer = setTimeout(() => {
      end();
      done = true;
      button.classList.add("held-done");
      setTimeout(() => button.classList.remove("held-done"), 400);
      act();
    }, holdTime);
  }

  function end() {
    clearTimeout(timer);
    timer = null;
    button.classList.remove("holding");
  }

  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pressed = true;
    done = false;
    begin();
  });
  button.addEventListener("blur", end);
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    button.addEventListener(name, () => {
      end();
      // As after a click: Space is GO again.
      if (pressed && !button.closest("dialog")) button.blur();
    });
  }
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  button.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) begin();
  });
  button.addEventListener("keyup", (event) => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      end();
    }
  });
  button.addEventListener("click", () => {
    if (pressed) {
      pressed = false;
      // A click that was too short is no riddle.
      if (!done) {
        button.classList.add("too-short");
        setTimeout(() => button.classList.remove("too-short"), 1200);
        announce(t("hold_button.description"));
      }
      return;
    }
    if (performance.now() - armed < armedTime) {
      armed = -Infinity;
      act();
    } else {
      armed = performance.now();
      announce(t("hold_button.armed", { words: label.textContent }));
    }
  });
  button.setWords = (text) => {
    if (label.textContent !== text) label.textContent = text;
  };
  return button;
}
