// Addresses of operations: #v1/GET/vps/{serviceName}?serviceName=x

/// Returns the address of an operation, with values for its path.
export function address({ branch, method, path }, values = {}) {
  const query = new URLSearchParams(values).toString();
  return `#${branch}/${method}${encodeURI(path)}${query ? `?${query}` : ""}`;
}

/// Returns what an address names: `{ view: "operation", … }`, `{ view: "keys" }` or `{ view: "start" }`.
export function parse(hash) {
  if (hash === "#keys") return { view: "keys" };
  const match = /^#(v1|v2)\/(GET|POST|PUT|DELETE|PATCH)(\/[^?]*)(?:\?(.*))?$/.exec(hash);
  if (!match) return { view: "start" };
  const [, branch, method, path, query] = match;
  try {
    const values = Object.fromEntries(new URLSearchParams(query ?? ""));
    return { view: "operation", branch, method, path: decodeURI(path), values };
  } catch {
    return { view: "start" };
  }
}
