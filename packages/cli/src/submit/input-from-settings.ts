import { UsageError } from '../errors.ts';
import { jsonOrText } from '../option-values.ts';

type Tree = { [key: string]: unknown };

/** `['a.b=1', 'name=x']` as `{ a: { b: 1 }, name: 'x' }`, on top of an input that was given beside. */
export function inputFromSettings(settings: readonly string[], base: unknown = {}): unknown {
  if (settings.length === 0) return base;
  const input: unknown = structuredClone(base);
  if (!isTree(input)) throw new UsageError('--set needs an input with keys, but the input that was given has none.');
  for (const setting of settings) set(input, setting);
  return input;
}

function set(input: Tree, setting: string): void {
  const split = setting.indexOf('=');
  const path = setting.slice(0, split).split('.');
  if (split < 1 || path.includes('')) {
    throw new UsageError(`--set ${setting} cannot be read.`, {
      hint: 'Write it as key=value, or a.b=value for a key inside a key.',
    });
  }
  const last = path.pop() ?? '';
  let place = input;
  for (const key of path) {
    const inner = own(place, key) ?? {};
    if (!isTree(inner))
      throw new UsageError(`--set ${setting}: ${key} has a value already, so nothing can be set inside it.`);
    define(place, key, inner);
    place = inner;
  }
  define(place, last, jsonOrText(setting.slice(split + 1)));
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(tree: Tree, key: string): unknown {
  return Object.hasOwn(tree, key) ? tree[key] : undefined;
}

/** Also for keys that an assignment would take for something else: `__proto__`. */
function define(tree: Tree, key: string, value: unknown): void {
  Object.defineProperty(tree, key, { value, enumerable: true, configurable: true, writable: true });
}
