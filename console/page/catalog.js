// Finds operations by words. Everything is in memory, so that a search takes a few milliseconds.

/// Prepares the catalog for searches.
export function prepare({ apis: roots, operations, types }) {
  for (const operation of operations) {
    const { branch, method, path, call, summary, iam = [], parameters = [] } = operation;
    const branched = branch === "v2" ? `/v2${path}` : path;
    operation.branched = branched;
    const state = operation.deprecation !== null ? "deprecated" : (operation.status ?? "production").toLowerCase();
    operation.state = state;
    const access = operation.authentication === false ? "public" : "";
    operation.line = `${method} ${branched}`.toLowerCase();
    operation.words = [operation.line, call, summary, ...iam, ...parameters, state, access, operation.feature]
      .join("\n")
      .toLowerCase();
  }
  const words = types.map(([name, fields]) => `${name} ${fields}`.toLowerCase());
  // Type → types that mention it.
  const users = types.map(() => []);
  types.forEach(([, , mentioned], number) => mentioned.forEach((other) => users[other].push(number)));
  return { roots, operations, words, users };
}

/// Returns the types with a word, and those that mention one of them at any depth.
function typesWith({ words, users }, term) {
  const found = new Uint8Array(words.length);
  const waiting = [];
  const add = (number) => {
    if (!found[number]) {
      found[number] = 1;
      waiting.push(number);
    }
  };
  words.forEach((text, number) => {
    if (text.includes(term)) add(number);
  });
  while (waiting.length > 0) users[waiting.pop()].forEach(add);
  return found;
}

/// Ranks an operation: the smaller, the better.
function rank({ line, branched, call }, terms, text) {
  const path = branched.toLowerCase();
  const name = call.toLowerCase();
  if (line === text || path === text || path === `/${text}`) return 0;
  if (terms.every((term) => line.includes(term) || name.includes(term))) {
    const start = path.startsWith(`/${terms.at(-1)}`) || path.startsWith(terms.at(-1)) ? 0 : 100;
    return 1 + start + path.split("/").length + path.length / 1000;
  }
  return 1000 + path.length / 1000;
}

/// Returns the operations that have all words, the best first. Each word may be in the operation or in its types.
export function search(catalog, { text, branch, api, state }) {
  const terms = text.toLowerCase().split(/\s+/).filter(Boolean);
  const typesOf = terms.map((term) => (term.length > 2 ? typesWith(catalog, term) : null));
  const found = catalog.operations.filter((operation) => {
    if (branch && operation.branch !== branch) return false;
    if (api && `${operation.branch}${operation.api}` !== api) return false;
    if (state && operation.state !== state) return false;
    return terms.every(
      (term, number) =>
        operation.words.includes(term) || (typesOf[number] && operation.types?.some((type) => typesOf[number][type])),
    );
  });
  if (terms.length === 0) return found;
  const whole = terms.join(" ");
  const ranks = new Map(found.map((operation) => [operation, rank(operation, terms, whole)]));
  return found.sort((one, other) => ranks.get(one) - ranks.get(other));
}

/// Returns the APIs of a branch with their number of operations: `[key, label, count]`.
export function apis({ roots }, branch) {
  const chosen = roots.filter((root) => !branch || root.branch === branch);
  const entry = ({ branch, api, operations }) => [`${branch}${api}`, branch === "v2" ? `/v2${api}` : api, operations];
  return chosen.map(entry).sort(([, one], [, other]) => one.localeCompare(other));
}
