/** An object with members, neither a list nor something of a class. */
export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A module of another realm, as vitest makes them, has another Object.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The value at `server.port`; `undefined` if there is none. */
export function valueAt(tree: Tree, key: string): unknown {
  let value: unknown = tree;
  for (const name of key.split('.')) value = isTree(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

/** The tree with another value at `server.port`, or without one. Where a value is in the way of the path, it stays. */
export function withValue(tree: Tree, key: string, value: unknown): Tree {
  const [name = '', ...rest] = key.split('.');
  if (rest.length === 0) {
    const { [name]: _, ...others } = tree;
    return value === undefined ? others : { ...tree, [name]: value };
  }
  const inner = Object.hasOwn(tree, name) ? tree[name] : {};
  if (!isTree(inner)) return tree;
  const changed = withValue(inner, rest.join('.'), value);
  if (Object.keys(changed).length > 0) return { ...tree, [name]: changed };
  const { [name]: _, ...others } = tree;
  return others;
}
