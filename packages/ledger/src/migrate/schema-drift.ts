import { readFile } from 'node:fs/promises';
import type { Database } from '../postgres/database.ts';
import { describeSchema } from './describe-schema.ts';

// The same depth below the package's root in src/ and in the built dist/.
const COMMITTED = new URL('../../schema.sql', import.meta.url);

/** How an object of the schema is not what this version's migrations make of it. */
export interface SchemaDrift {
  /** `CREATE TABLE telltale.worker`. */
  readonly object: string;
  readonly problem: 'missing' | 'changed' | 'not ours';
}

/** What is different about the schema `telltale` of a database that has this version. A client must not be in a transaction. */
export async function schemaDrift(database: Database): Promise<readonly SchemaDrift[]> {
  const wanted = objectsOf(await readFile(COMMITTED, 'utf8'));
  const found = objectsOf(await describeSchema(database));
  const differing = [...wanted].filter(([object, text]) => found.get(object) !== text);
  const foreign = [...found.keys()].filter((object) => !wanted.has(object));
  return [
    ...differing.map(([object]): SchemaDrift => ({ object, problem: found.has(object) ? 'changed' : 'missing' })),
    ...foreign.map((object): SchemaDrift => ({ object, problem: 'not ours' })),
  ];
}

/** Each object's text by its beginning, which names it. Two functions of one name differ in their parameters. */
function objectsOf(schema: string): ReadonlyMap<string, string> {
  const texts = schema
    .trim()
    .split(/\n\n(?=CREATE )/)
    .filter((text) => text !== '');
  return new Map(texts.map((text) => [nameOf(text), text]));
}

function nameOf(text: string): string {
  const [line = ''] = text.split('\n');
  return line.replace(/^CREATE OR REPLACE /, 'CREATE ').replace(/( \(| AS .*| AS)$/, '');
}
