// Elements by hand. Nothing from a script or a server ever becomes markup: text is set by textContent only.

/** el("button", {class, on: {click}, aria-label, …}, children…): text or nodes; null is passed over. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);
  }
  return node;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else {
    const text = value === true ? "" : String(value);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
}

// C0 but newline and tab, DEL, C1, zero-width space and the like, and all that turns the direction of writing. The joiners of
// emoji and of Persian stay what they are.
const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const code = (character) => `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`;

/** A text with what could not be seen made visible, for labels. */
export const visible = (text) => String(text).replace(hidden, code);

/** Fills an element with a text as it goes on air: what cannot be seen is shown, and so is the place of a missing input. */
export function fillText(node, text, { missing = false } = {}) {
  const key = (missing ? "m" : "t") + text;
  if (node.shownText === key) return;
  node.shownText = key;
  const parts = [];
  let from = 0;
  const special = missing ? new RegExp(`${hidden.source}|‹[^›\\n]{1,80}›`, "g") : hidden;
  for (const match of String(text).matchAll(special)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    const isHidden = match[0].length === 1;
    parts.push(el("span", { class: isHidden ? "hidden-character" : "missing-input" }, isHidden ? code(match[0]) : match[0]));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  node.dir = "auto";
  node.replaceChildren(...parts);
}

/** Makes the children of `parent` those of `items`, keeping the nodes (and the focus) of those that stay. */
export function keyed(parent, items, keyOf, make, update) {
  const old = (parent.nodesByKey ??= new Map());
  const next = new Map();
  for (const item of items) next.set(keyOf(item), item);
  for (const [key, node] of old) {
    if (next.has(key)) continue;
    node.remove();
    old.delete(key);
  }
  let cursor = parent.firstElementChild;
  for (const [key, item] of next) {
    let node = old.get(key);
    if (!node) {
      node = make(item);
      old.set(key, node);
    }
    update?.(node, item);
    if (node === cursor) cursor = cursor.nextElementSibling;
    else parent.insertBefore(node, cursor);
  }
}

export function forgetKeyed(parent) {
  parent.nodesByKey = new Map();
  parent.replaceChildren();
}

/** Whether keys belong to what is typed into. */
export const isTyping = (target) =>
  target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
