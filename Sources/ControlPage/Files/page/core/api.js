// Calls of the API. A command has an id, so that one which is repeated because no answer came acts once.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function newId() {
  // crypto.randomUUID is for secure contexts only; a page on the local network may have none.
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function read(answer) {
  let body = null;
  try {
    body = await answer.json();
  } catch {
    // Not an answer of this API: its status has to do.
  }
  if (answer.ok && body !== null) return body;
  throw new ApiError(answer.status, body?.error?.code ?? "http", body?.error?.message ?? `HTTP ${answer.status}`);
}

export async function get(path) {
  return read(await fetch(path, { cache: "no-store", headers: { Accept: "application/json" } }));
}

export async function post(path, body = {}) {
  const text = JSON.stringify({ id: newId(), ...body });
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await read(
        await fetch(path, {
          method: "POST",
          cache: "no-store",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: text,
          signal: AbortSignal.timeout(8000),
        }),
      );
    } catch (error) {
      if (error instanceof ApiError) throw error;
      if (attempt === 2 || error.name === "TimeoutError") throw new ApiError(0, "no_answer", "");
      await new Promise((resolve) => setTimeout(resolve, 300 * (attempt + 1)));
    }
  }
}

export const runPath = (run, rest) => `/v1/runs/${encodeURIComponent(run)}/${rest}`;
