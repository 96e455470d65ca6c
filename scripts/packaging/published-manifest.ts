import type { Manifest } from '../workspaces.ts';

/** An export of a published package: where its types and its code are. */
interface PublishedExport {
  readonly types: string;
  readonly default: string;
}

/**
 * The package.json of a published package: the workspace's own, with its entry points led from `src/*.ts` to
 * `dist/*.js` and without what only the workspace needs. `files` of the workspace names what it ships beside its code.
 */
export function publishedManifest(manifest: Manifest): object {
  const { devDependencies, scripts, private: isPrivate, exports = {}, bin, files = [], ...kept } = manifest;
  return {
    ...kept,
    exports: mapValues(exports, publishedExport),
    ...(bin && { bin: mapValues(bin, (path) => toDist(path, '.js')) }),
    files: ['dist', ...files],
    publishConfig: { access: 'public' },
  };
}

function publishedExport(path: string): string | PublishedExport {
  if (!path.startsWith('./src/')) return path;
  return { types: toDist(path, '.d.ts'), default: toDist(path, '.js') };
}

/** `./src/a/b.ts` → `./dist/a/b.js`. */
function toDist(path: string, extension: '.js' | '.d.ts'): string {
  return path.replace(/^\.\/src\//, './dist/').replace(/\.tsx?$/, extension);
}

function mapValues<T>(record: Readonly<Record<string, string>>, change: (value: string) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
