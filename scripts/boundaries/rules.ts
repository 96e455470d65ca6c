import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { isTestCode, type Workspace } from '../workspaces.ts';
import { BROWSER_FOLDERS, ENTRY_POINTS, LAYERS, layerOf, PURE_LAYERS, TEST_LAYERS } from './layers.ts';
import { readModule } from './read-module.ts';

export interface Violation {
  /** `path:line`. */
  readonly place: string;
  readonly message: string;
}

/** Where a file stands. */
interface Standpoint {
  readonly file: string;
  /** The folder of its workspace. */
  readonly home: string;
  readonly layer: string;
  readonly isTest: boolean;
}

/**
 * Holds one file against the rules.
 * @param file path from the root, with forward slashes
 */
export function checkFile(file: string, source: string, workspaces: readonly Workspace[]): Violation[] {
  const home = homeOf(file, workspaces);
  const from: Standpoint = { file, home, layer: layerOf(home), isTest: isTestCode(file) };
  if (!(from.layer in LAYERS)) {
    return [{ place: file, message: `unknown layer "${from.layer}"; add it to scripts/boundaries/layers.ts` }];
  }
  const { imports, impurities } = readModule(file, source);
  return [
    ...imports.map(({ line, text }) => ({ line, message: importComplaint(text, from, workspaces) })),
    ...impurities.map(({ line, text }) => ({ line, message: impurityComplaint(text, from) })),
  ].flatMap(({ line, message }) => (message ? [{ place: `${file}:${line}`, message }] : []));
}

function importComplaint(specifier: string, from: Standpoint, workspaces: readonly Workspace[]): string | undefined {
  if (specifier.startsWith('.')) {
    const stays = homeOf(join(dirname(from.file), specifier), workspaces) === from.home;
    return stays ? undefined : `"${specifier}" leaves its workspace; import the other one by its name`;
  }
  const target = workspaces.find(({ manifest: { name } }) => specifier === name || specifier.startsWith(`${name}/`));
  return target ? workspaceComplaint(specifier, from, target) : outsideComplaint(specifier, from);
}

function workspaceComplaint(specifier: string, from: Standpoint, target: Workspace): string | undefined {
  const { folder, manifest } = target;
  const layer = layerOf(folder);
  if (!(`.${specifier.slice(manifest.name.length)}` in (manifest.exports ?? {}))) {
    return `"${specifier}" is not an export of ${manifest.name}`;
  }
  if (folder === from.home) {
    // Tests may look at their package from outside.
    return from.isTest ? undefined : `"${specifier}" is its own workspace; import the file relatively`;
  }
  if (layer === 'testing') {
    if (from.isTest || TEST_LAYERS.includes(from.layer)) return undefined;
    return `"${specifier}" is for test code only: *.test.ts, or a folder named test or fixtures`;
  }
  if (!LAYERS[from.layer]?.includes(layer)) return `${from.layer} must not import ${layer} ("${specifier}")`;
  const entryPoints = from.isTest ? undefined : ENTRY_POINTS[from.layer]?.[layer];
  if (entryPoints?.includes(`.${specifier.slice(manifest.name.length)}`) === false) {
    return `${from.layer} may import only ${entryPoints.join(' and ')} of ${layer} ("${specifier}")`;
  }
  return undefined;
}

function outsideComplaint(specifier: string, { file, layer, isTest }: Standpoint): string | undefined {
  if (!isTest && isBuiltin(specifier) && BROWSER_FOLDERS.some((folder) => file.startsWith(`${folder}/`))) {
    return `"${specifier}" is Node's own, and this runs in a browser`;
  }
  const friends = PURE_LAYERS[layer];
  if (!friends || isTest || friends.includes(specifier)) return undefined;
  const what = isBuiltin(specifier) ? 'a Node built-in' : 'a package from outside';
  return `${layer} is pure and must not import "${specifier}", ${what}`;
}

function impurityComplaint(expression: string, { layer, isTest }: Standpoint): string | undefined {
  if (!(layer in PURE_LAYERS) || isTest) return undefined;
  return `${layer} is pure and must not use ${expression}; take the value as an argument`;
}

/** The folder of the workspace that holds a file; `.` for what lies outside all of them. */
function homeOf(file: string, workspaces: readonly Workspace[]): string {
  return workspaces.find(({ folder }) => file === folder || file.startsWith(`${folder}/`))?.folder ?? '.';
}
