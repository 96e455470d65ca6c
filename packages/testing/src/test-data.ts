import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Beside the checkout, unless `TELLTALE_TEST_DATA` names another folder. */
const BESIDE = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/**
 * A file or folder of the data that some tests read and that is not ours to keep here: real feeds and recordings. `null` where
 * it is not there; skip the test then.
 */
export function testData(name: string): string | null {
  const path = `${process.env.TELLTALE_TEST_DATA ?? BESIDE}/${name}`;
  return existsSync(path) ? path : null;
}
