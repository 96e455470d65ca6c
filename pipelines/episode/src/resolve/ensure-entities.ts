import type { ClientBase } from 'pg';
import type { Choice } from './choice.ts';
import { Entities, type Entity } from './entities.ts';
import { lockNames } from './lock-names.ts';
import type { FoundName } from './read-found.ts';
import { placeOf, type Wanted, wantedOf } from './wanted.ts';

export interface Ensured {
  /** The entity of each name, a bigint, by `placeOf` the name. */
  readonly entityIds: ReadonlyMap<string, string>;
  readonly created: number;
}

/**
 * Gets or makes the entities that names stand for. Safe beside others that do the same for the same names: of any name and of
 * any MBID there is one entity in the end, and nobody waits in a circle.
 */
export async function ensureEntities(
  transaction: ClientBase,
  names: readonly FoundName[],
  choices: readonly Choice[],
): Promise<Ensured> {
  const chosen = new Map(choices.map((choice) => [placeOf(choice.type, choice.key), choice]));
  const wanted = names.map((name) => wantedOf(name, chosen.get(placeOf(name.type, name.key))));
  await lockNames(
    transaction,
    wanted.flatMap(({ places }) => places),
  );
  // A statement of its own: it has to see what those made who held the locks before.
  const entities = new Entities(await readEntities(transaction, wanted));
  const taken = new Map(wanted.map((want) => [want.place, entities.take(want)]));
  await insertEntities(transaction, entities.made);
  await noteMbids(transaction, entities.recognised);
  return {
    entityIds: new Map([...taken].map(([place, { id }]) => [place, id])),
    created: entities.made.length,
  };
}

async function readEntities(transaction: ClientBase, wanted: readonly Wanted[]): Promise<readonly Entity[]> {
  const labels = wanted.flatMap((want) => want.labels.map(({ key }) => ({ type: want.type, key })));
  const { rows } = await transaction.query<Entity>(
    `SELECT id, type, name_key AS key, musicbrainz_id AS mbid FROM telltale_episode.entity WHERE id = ANY ($1)
     UNION
     SELECT id, type, name_key, musicbrainz_id FROM telltale_episode.entity
       JOIN unnest($2::text[], $3::text[]) AS label (type, name_key) USING (type, name_key)
     UNION
     SELECT id, type, name_key, musicbrainz_id FROM telltale_episode.entity WHERE musicbrainz_id = ANY ($4)`,
    [
      wanted.flatMap(({ entityId }) => entityId ?? []),
      labels.map(({ type }) => type),
      labels.map(({ key }) => key),
      wanted.flatMap(({ mbid }) => mbid ?? []),
    ],
  );
  return rows;
}

/** Makes them, and gives them their ids. */
async function insertEntities(transaction: ClientBase, made: readonly (Entity & { readonly name: string })[]) {
  const { rows } = await transaction.query<Entity>(
    `INSERT INTO telltale_episode.entity (type, name, name_key, musicbrainz_id)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
     RETURNING id, type, name_key AS key`,
    [
      made.map(({ type }) => type),
      made.map(({ name }) => name),
      made.map(({ key }) => key),
      made.map(({ mbid }) => mbid),
    ],
  );
  const ids = new Map(rows.map(({ id, type, key }) => [placeOf(type, key), id]));
  for (const entity of made) entity.id = ids.get(placeOf(entity.type, entity.key)) ?? '';
}

/** Whom MusicBrainz knows may be in Wikidata after all: it is looked up again. */
async function noteMbids(transaction: ClientBase, recognised: readonly Entity[]): Promise<void> {
  await transaction.query(
    `UPDATE telltale_episode.entity AS entity
        SET musicbrainz_id = told.mbid,
            wikidata_status = CASE wikidata_status WHEN 'resolved' THEN 'resolved' ELSE 'pending' END,
            wikidata_attempts = 0
       FROM unnest($1::bigint[], $2::text[]) AS told (id, mbid)
      WHERE entity.id = told.id AND entity.musicbrainz_id IS NULL`,
    [recognised.map(({ id }) => id), recognised.map(({ mbid }) => mbid)],
  );
}
