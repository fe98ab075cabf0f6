// What this browser remembers: nothing but how the page looks.

export function remembered(name) {
  try {
    return localStorage.getItem(`showcaller.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    if (value === null) localStorage.removeItem(`showcaller.${name}`);
    else localStorage.setItem(`showcaller.${name}`, value);
  } catch {
    // A private window remembers nothing.
  }
}

const themes = ["auto", "dark", "light"];

export const theme = () => (themes.includes(remembered("theme")) ? remembered("theme") : "auto");

export function applyTheme() {
  const chosen = theme();
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function nextTheme() {
  const next = themes[(themes.indexOf(theme()) + 1) % themes.length];
  remember("theme", next === "auto" ? null : next);
  applyTheme();
  return next;
}
