// Writes the commands in docs/cli.md anew, from the program itself. `npm run cli-docs -w packages/cli`.
import { readFile, writeFile } from 'node:fs/promises';
import { createProgram } from '../program.ts';
import { withReference } from './reference.ts';

const page = new URL('../../../../docs/cli.md', import.meta.url);
const program = createProgram(() => async () => undefined, process);

await writeFile(page, withReference(await readFile(page, 'utf8'), program));
