import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { MUSICBRAINZ_ROWS, type MusicBrainzRows } from './musicbrainz-rows.ts';

/** Tables of things, with the table of their types, and that of their links to web addresses, in which kinds are in order of the alphabet. */
const TABLES = [
  { name: 'area', types: 'area_type', links: ['l_area_url', 'area', 'url'] },
  { name: 'artist', types: 'artist_type', links: ['l_artist_url', 'artist', 'url'] },
  { name: 'event', types: 'event_type', links: ['l_event_url', 'event', 'url'] },
  { name: 'genre', types: null, links: ['l_genre_url', 'genre', 'url'] },
  { name: 'instrument', types: 'instrument_type', links: ['l_instrument_url', 'instrument', 'url'] },
  { name: 'label', types: 'label_type', links: ['l_label_url', 'label', 'url'] },
  { name: 'place', types: 'place_type', links: ['l_place_url', 'place', 'url'] },
  { name: 'recording', types: null, links: ['l_recording_url', 'recording', 'url'] },
  {
    name: 'release_group',
    types: 'release_group_primary_type',
    links: ['l_release_group_url', 'release_group', 'url'],
  },
  { name: 'work', types: 'work_type', links: ['l_url_work', 'url', 'work'] },
] as const;

/**
 * Makes MusicBrainz's tables in a database, as far as names, types and links to Wikidata need them, with columns named and
 * typed as there, and puts some rows in. Throws if the schema is there.
 */
export async function installMusicBrainz(
  pool: Pool,
  {
    schema = 'musicbrainz',
    rows = MUSICBRAINZ_ROWS,
  }: { readonly schema?: string; readonly rows?: MusicBrainzRows } = {},
): Promise<void> {
  await pool.query(`CREATE SCHEMA ${schema}; ${tables(schema)}`);
  const ids = new Map<string, string[]>();
  const idOf = (table: string, key: string): number => {
    const known = ids.get(table) ?? [];
    ids.set(table, known);
    return known.includes(key) ? known.indexOf(key) + 1 : known.push(key);
  };
  for (const { table, name, type, gid, comment = '', aliases = [], wikidata } of rows) {
    const own = TABLES.find((known) => known.name === table);
    if (own === undefined) throw new TypeError(`the fixture has no table ${table}`);
    const id = idOf(table, gid);
    await insert(pool, `${schema}.${table}`, { id, gid, name, comment });
    if (type !== undefined && own.types !== null) {
      const typeId = idOf(own.types, type);
      await insert(pool, `${schema}.${own.types}`, { id: typeId, name: type });
      await pool.query(`UPDATE ${schema}.${table} SET type = $2 WHERE id = $1`, [id, typeId]);
    }
    for (const alias of aliases) await insert(pool, `${schema}.${table}_alias`, { [table]: id, name: alias });
    if (wikidata !== undefined) {
      const [links, first] = own.links;
      const address = idOf('url', wikidata);
      await insert(pool, `${schema}.url`, { id: address, gid: randomUUID(), url: wikidata });
      const [entity0, entity1] = first === 'url' ? [address, id] : [id, address];
      await insert(pool, `${schema}.${links}`, { link: 1, entity0, entity1 });
    }
  }
}

/** What is there already stays. */
async function insert(pool: Pool, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, index) => `$${index + 1}`);
  await pool.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')}) ON CONFLICT DO NOTHING`,
    Object.values(row),
  );
}

function tables(schema: string): string {
  const own = TABLES.map(
    ({ name, types, links: [links] }) => `
      CREATE TABLE ${schema}.${name} (
        id integer PRIMARY KEY, gid uuid NOT NULL, name varchar NOT NULL, comment varchar(255) NOT NULL DEFAULT ''
        ${types === null ? '' : ', type integer'}
      );
      CREATE TABLE ${schema}.${name}_alias (id serial PRIMARY KEY, ${name} integer NOT NULL, name varchar NOT NULL);
      CREATE TABLE ${schema}.${links} (
        id serial PRIMARY KEY, link integer NOT NULL, entity0 integer NOT NULL, entity1 integer NOT NULL
      );
      ${types === null ? '' : `CREATE TABLE ${schema}.${types} (id integer PRIMARY KEY, name varchar(255) NOT NULL);`}`,
  );
  return `CREATE TABLE ${schema}.url (id serial PRIMARY KEY, gid uuid NOT NULL, url text NOT NULL); ${own.join('')}`;
}
