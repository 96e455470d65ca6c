import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/** Collects all garbage now, so that no case pays for what the one before it left behind. */
export function collectGarbage(): void {
  if (collect === null) {
    // As --expose-gc, which nobody should have to type.
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
