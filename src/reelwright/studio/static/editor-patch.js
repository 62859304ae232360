// Edits of a document as JSON patches (RFC 6902). Nothing is changed in place: whoever holds an old document keeps it.
const steps = (path) => path.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

export const at = (tree, path) => steps(path).reduce((inner, step) => inner?.[step], tree);

export const patched = (tree, patch) => patch.reduce(applied, tree);

function applied(tree, { op, path, from, value }) {
  if (op === "test") return tree;
  if (op === "move") { value = at(tree, from); tree = changed(tree, steps(from), "remove"); op = "add"; }
  if (op === "copy") { value = at(tree, from); op = "add"; }
  return path === "" ? value : changed(tree, steps(path), op, value);
}

function changed(tree, [first, ...rest], op, value) {
  const copy = Array.isArray(tree) ? [...tree] : { ...tree };
  if (rest.length) copy[first] = changed(tree[first], rest, op, value);
  else if (op === "remove") Array.isArray(copy) ? copy.splice(Number(first), 1) : delete copy[first];
  else if (op === "add" && Array.isArray(copy)) copy.splice(first === "-" ? copy.length : Number(first), 0, value);
  else copy[first] = value;
  return copy;
}

// The operation that gives a key of an object a value, or takes it away.
export function setting(tree, path, value) {
  if (value === undefined || value === null) return at(tree, path) === undefined ? [] : [{ op: "remove", path }];
  return [{ op: at(tree, path) === undefined ? "add" : "replace", path, value }];
}
