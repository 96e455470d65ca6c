import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What no switch can say. */
const PREFERENCES = {
  // "Preload pages: no preloading". What is loaded ahead of a click passes by those who judge pages: nothing can hold it.
  net: { network_prediction_options: 2 },
};

/** Writes the browser's settings into a profile that is still empty. */
export async function writePreferences(profile: string): Promise<void> {
  const folder = join(profile, 'Default');
  await mkdir(folder);
  await writeFile(join(folder, 'Preferences'), JSON.stringify(PREFERENCES));
}
