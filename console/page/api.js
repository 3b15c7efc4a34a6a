// Requests to the console's own server.

async function json(response) {
  if (response.ok || response.status === 422) return response.json();
  throw new Error(await response.text());
}

function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

const query = ({ branch, method, path }) => new URLSearchParams({ branch, method, path });

export const info = async () => json(await fetch("/api/console"));
export const catalog = async () => json(await fetch("/api/catalog"));
export const details = async (operation) => json(await fetch(`/api/operation?${query(operation)}`));

/// Returns a program that calls an operation with values.
export async function snippet({ branch, method, path }, language, values) {
  const response = await post("/api/snippet", { branch, method, path, language, values });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}

/// Returns the problems of values.
export async function check({ branch, method, path }, values) {
  return (await json(await post("/api/check", { branch, method, path, values }))).problems;
}

/// Executes an operation. Returns the exchange, or `{ problems }`.
export async function execute({ branch, method, path }, values, confirmation = null) {
  return json(await post("/api/execute", { branch, method, path, values, confirmation }));
}
