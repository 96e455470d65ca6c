// Writes .env.example and the settings in docs/configuration.md anew, from the schema. `npm run config-docs -w packages/cli`.
import { readFile, writeFile } from 'node:fs/promises';
import { envExample, withSettings } from './docs.ts';

const ROOT = new URL('../../../../', import.meta.url);
const page = new URL('docs/configuration.md', ROOT);

await writeFile(new URL('.env.example', ROOT), envExample());
await writeFile(page, withSettings(await readFile(page, 'utf8')));
