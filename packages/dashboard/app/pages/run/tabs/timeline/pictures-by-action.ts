import type { ActionView, ArtifactView } from '@telltale/core';
import type { Picture } from '../../parts/pictures.ts';

/**
 * The pictures of each action, by its id. No file says which action it is of: it belongs to the one that began last before it
 * was stored, in the same step and item, and rather to one whose tool it is named after.
 */
export function picturesByAction(
  pictures: readonly Picture[],
  actions: readonly ActionView[],
): ReadonlyMap<string, readonly Picture[]> {
  const places = Map.groupBy(actions, (action) => placeOf(action));
  for (const [place, inPlace] of places) {
    places.set(
      place,
      inPlace.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1)),
    );
  }
  const found = new Map<string, Picture[]>();
  for (const picture of pictures) {
    const action = actionOf(picture.large, places.get(placeOf(picture.large)) ?? []);
    if (action === undefined) continue;
    const own = found.get(action.actionId);
    if (own === undefined) found.set(action.actionId, [picture]);
    else own.push(picture);
  }
  return found;
}

/** How many actions before the last one are looked at for a name. */
const REACH = 20;

function actionOf(file: ArtifactView, actions: readonly ActionView[]): ActionView | undefined {
  const last = lastBefore(actions, file.at);
  const label = /^\d+-(.+?)(-live)?(\.\w+)?$/.exec(file.name)?.[1];
  const near = actions.slice(Math.max(0, last - REACH), last + 1);
  return near.findLast(({ tool }) => tool.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') === label) ?? actions[last];
}

/** The last of those in the order of their start that had started; -1 if none had. */
function lastBefore(actions: readonly ActionView[], at: string): number {
  let low = 0;
  let high = actions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((actions[middle]?.startedAt ?? '') <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function placeOf({ step, item }: Pick<ActionView, 'step' | 'item'>): string {
  return JSON.stringify([step, item]);
}
