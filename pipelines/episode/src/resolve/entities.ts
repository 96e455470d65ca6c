import { placeOf, type Wanted } from './wanted.ts';

/** An entity that was there, or is being made. */
export interface Entity {
  /** A bigint; empty until it is made. */
  id: string;
  readonly type: string;
  readonly key: string;
  mbid: string | null;
}

/** The entities that may be meant, while names are connected with them. */
export class Entities {
  /** Those that were not there. */
  readonly made: (Entity & { readonly name: string })[] = [];
  /** Those that were there without the MBID that they have now. */
  readonly recognised: Entity[] = [];
  readonly #byId = new Map<number, Entity>();
  readonly #byKey = new Map<string, Entity>();
  readonly #byMbid = new Map<string, Entity>();

  constructor(there: readonly Entity[]) {
    for (const entity of there) {
      this.#byId.set(Number(entity.id), entity);
      this.#put(entity);
    }
  }

  /** The one of its MBID, else the one that was chosen, else the one of its name, which is made if there is none. */
  take({ type, mbid, entityId, labels }: Wanted): Entity {
    const ofMbid = mbid === null ? undefined : this.#byMbid.get(placeOf(type, mbid));
    if (ofMbid !== undefined) return ofMbid;
    const chosen = entityId === null ? undefined : this.#byId.get(entityId);
    if (chosen !== undefined && this.#fits(chosen, mbid)) return this.#recognise(chosen, mbid);
    for (const { name, key } of labels) {
      const entity = this.#byKey.get(placeOf(type, key));
      if (entity === undefined) return this.#make({ id: '', type, key, name, mbid });
      if (this.#fits(entity, mbid)) return this.#recognise(entity, mbid);
    }
    // Two of one name that nothing tells apart.
    return this.#byKey.get(placeOf(type, labels[0]?.key ?? '')) as Entity;
  }

  #fits({ mbid }: Entity, other: string | null): boolean {
    return mbid === null || other === null || mbid === other;
  }

  #make(entity: Entity & { readonly name: string }): Entity {
    this.made.push(entity);
    this.#put(entity);
    return entity;
  }

  #recognise(entity: Entity, mbid: string | null): Entity {
    if (mbid === null || entity.mbid !== null) return entity;
    entity.mbid = mbid;
    // What is made is made with it.
    if (entity.id !== '') this.recognised.push(entity);
    this.#put(entity);
    return entity;
  }

  #put(entity: Entity): void {
    this.#byKey.set(placeOf(entity.type, entity.key), entity);
    if (entity.mbid !== null) this.#byMbid.set(placeOf(entity.type, entity.mbid), entity);
  }
}
