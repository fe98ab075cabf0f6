// The keys of show callers. They do nothing while somebody types or a dialog is open, nor with Ctrl, Alt or Meta.
import { isTyping } from "./dom.js";

let actions = {};
let escapedAt = -Infinity;

/** Key → function(event); a function that gives false has not used the key. */
export function useKeys(table) {
  actions = table;
}

const nameOf = (event) => (event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key);

/** A control that was reached by the keyboard keeps Space and Enter; one that was clicked does not keep Space from being GO. */
export function ownsSpace(node) {
  return node instanceof HTMLElement && node.matches("button, a[href], summary") && node.matches(":focus-visible");
}

export function installKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const name = nameOf(event);
    if (document.querySelector("dialog[open]")) {
      // Esc closes a dialog: the second press of an impatient finger is no panic.
      if (name === "Escape") escapedAt = performance.now();
      return;
    }
    if (isTyping(event.target)) {
      if (name === "Escape") {
        escapedAt = performance.now();
        event.target.blur();
        event.preventDefault();
      }
      return;
    }
    if (name === "Escape" && performance.now() - escapedAt < 600) return;
    if (name === "Space" && ownsSpace(event.target)) return;
    const action = actions[name];
    if (!action) return;
    // A part of the page that scrolls keeps the arrows while it has the focus.
    if (name.startsWith("Arrow") && event.target instanceof Element && event.target.closest("[tabindex='0']")) return;
    // A key that is kept down is one press.
    if (event.repeat && !name.startsWith("Arrow")) {
      event.preventDefault();
      return;
    }
    if (action(event) !== false) event.preventDefault();
  });
  // A click leaves no button behind that Space would press again.
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button, summary, a") : null;
    if (button && event.detail > 0 && !button.closest("dialog")) button.blur();
  });
}
