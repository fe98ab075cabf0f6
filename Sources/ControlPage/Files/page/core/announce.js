// What a screen reader says: changes politely, alarms at once, the ticking of clocks never.

const timers = {};

function say(id, text) {
  const region = document.getElementById(id);
  clearTimeout(timers[id]);
  // Two changes at once are both said.
  region.textContent = region.textContent ? `${region.textContent}. ${text}` : text;
  timers[id] = setTimeout(() => (region.textContent = ""), 4000);
}

export const announce = (text) => say("polite", text);
export const alarm = (text) => say("assertive", text);
