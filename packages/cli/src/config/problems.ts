import { redactText } from '@telltale/core';
import type { z } from 'zod';
import { nearest } from '../nearest.ts';
import { SETTINGS } from './schema.ts';
import { describeSource, type Source } from './source.ts';
import { type Tree, valueAt } from './tree.ts';

export interface Judged {
  readonly issues: readonly z.core.$ZodIssue[];
  readonly tree: Tree;
  /** Of each setting, by its key. */
  readonly sources: Readonly<Record<string, Source>>;
  /** Settings as they were written, where that is not what is in the tree. */
  readonly said: ReadonlyMap<string, unknown>;
  /** The configuration file. */
  readonly file: string | null;
}

const KEYS = SETTINGS.map(({ key }) => key);
const SECTIONS = [...new Set(KEYS.flatMap((key) => sectionsOf(key)))];
const MAX_SHOWN_CHARACTERS = 80;

/** All that is wrong, each as a sentence: the key, what was expected, what came, and where that stands. */
export function problemsOf(judged: Judged): readonly string[] {
  const found = judged.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [wrongValue(path, judged)];
    return issue.keys.map((name) => unknownKey([...path, name].join('.'), judged));
  });
  return [...new Set([...found, ...idleSettings(judged)])];
}

function wrongValue(path: readonly string[], { tree, sources, said, file }: Judged): string {
  const written = path.join('.');
  const setting = SETTINGS.find(({ key }) => written === key || written.startsWith(`${key}.`));
  if (setting === undefined) {
    return `${written} has to be an object with settings; it is ${show(valueAt(tree, written))} (${file}).`;
  }
  const { key, expects, secret } = setting;
  const source = describeSource(sources[key] ?? { kind: 'default' });
  const came = secret === true ? 'is something else' : `is ${show(said.get(key) ?? valueAt(tree, key))}`;
  return `${key} has to be ${expects}; it ${came} (${source}).`;
}

function unknownKey(key: string, { file }: Judged): string {
  const meant = nearest(key, [...KEYS, ...SECTIONS]);
  return `There is no setting ${key}${meant === null ? '' : `: did you mean ${meant}?`} (${file})`;
}

/** Settings that say nothing without another one, by what their keys begin with. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'artifacts.s3.': ['artifacts.s3.bucket'],
  'model.price.': ['model.price.input', 'model.price.output'],
};

function idleSettings({ tree, sources }: Judged): readonly string[] {
  const has = (key: string) => valueAt(tree, key) !== undefined;
  return Object.entries(NEEDS).flatMap(([within, needed]) => {
    const missing = needed.find((key) => !has(key));
    if (missing === undefined) return [];
    return KEYS.filter((key) => key.startsWith(within) && has(key)).map(
      (key) => `${key} has no effect without ${missing} (${describeSource(sources[key] ?? { kind: 'default' })}).`,
    );
  });
}

function sectionsOf(key: string): readonly string[] {
  const names = key.split('.').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('.'));
}

/** A value for a message: bounded, and without credentials that a URL may hold. */
function show(value: unknown): string {
  const text = redactText(JSON.stringify(value) ?? String(value));
  return text.length > MAX_SHOWN_CHARACTERS ? `${text.slice(0, MAX_SHOWN_CHARACTERS)}…` : text;
}
