import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Smaller ones would not come in fewer packets. */
const LEAST_BYTES = 1_024;

/** Pictures and fonts are compressed in themselves. `.html` is not: the server writes into it for each answer. */
const WORTH_IT: readonly string[] = ['.js', '.css', '.svg', '.json'];

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
const GZIP = { level: constants.Z_BEST_COMPRESSION };

/** Puts `name.br` and `name.gz` beside each file of a folder that gets smaller by it. */
export async function compressAll(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && WORTH_IT.includes(extname(entry.name)));
  await Promise.all(files.map((file) => compressFile(join(file.parentPath, file.name))));
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < LEAST_BYTES) return;
  const forms = await Promise.all([promisify(brotliCompress)(content, BROTLI), promisify(gzip)(content, GZIP)]);
  const [br, gz] = forms;
  if (br.length < content.length) await writeFile(`${path}.br`, br);
  if (gz.length < content.length) await writeFile(`${path}.gz`, gz);
}
