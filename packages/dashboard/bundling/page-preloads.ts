import { type Chunk, filesOf, withImports } from './chunks.ts';

/** How a page says where it is: `createLazyRoute('/runs/$runId')`. */
const ROUTE = /createLazyRoute\('([^']+)'\)/;

/**
 * What each page needs beside what all do, by its address (`/runs/$runId`), so that a browser need not find out step by step.
 * @param sourceOf the source text of a module
 */
export function pagePreloads(
  all: readonly Chunk[],
  sourceOf: (moduleId: string) => string,
): Readonly<Record<string, readonly string[]>> {
  const chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]));
  const everywhere = new Set(
    all.filter(({ isEntry }) => isEntry).flatMap((entry) => filesOf(withImports(entry, chunks))),
  );
  return Object.fromEntries(
    all.flatMap((chunk) => {
      const path = chunk.facadeModuleId === null ? undefined : ROUTE.exec(sourceOf(chunk.facadeModuleId))?.[1];
      if (path === undefined || chunk.isEntry) return [];
      const files = filesOf(withImports(chunk, chunks)).filter((file) => !everywhere.has(file));
      return [[path, files.map((file) => `/${file}`)]];
    }),
  );
}
