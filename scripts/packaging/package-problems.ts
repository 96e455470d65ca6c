import { isTestCode, type Manifest } from '../workspaces.ts';

/** What is wrong with the files that npm would publish for a workspace: strays, and promised files that are absent. */
export function packageProblems(files: readonly string[], { files: promised = [] }: Manifest): string[] {
  const strays = files.filter((file) => isTestCode(sourceOf(file)) || isSource(file));
  const absent = promised.filter((name) => !files.some((file) => file === name || file.startsWith(`${name}/`)));
  return [...strays.map((file) => `${file} has no place in it`), ...absent.map((name) => `${name} is absent`)];
}

function isSource(file: string): boolean {
  return /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
}

/** `a.test.js` and `a.test.d.ts` → `a.test.ts`. */
function sourceOf(file: string): string {
  return file.replace(/(\.d\.ts|\.js)$/, '.ts');
}
