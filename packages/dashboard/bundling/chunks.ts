/** What is looked at of a file of scripts that Vite made. */
export interface Chunk {
  readonly fileName: string;
  readonly isEntry: boolean;
  /** The source that it is the way into. */
  readonly facadeModuleId: string | null;
  /** The chunks that are loaded with it. */
  readonly imports: readonly string[];
  /** The styles of what is in it. */
  readonly viteMetadata?: { readonly importedCss?: ReadonlySet<string> | undefined } | undefined;
}

/** A chunk and all that is loaded with it, itself first. */
export function withImports(first: Chunk, chunks: ReadonlyMap<string, Chunk>): Set<Chunk> {
  const found = new Set([first]);
  // What is added while this goes on is come to as well.
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.get(name);
      if (imported !== undefined) found.add(imported);
    }
  }
  return found;
}

/** The files of what the page itself names: scripts, and the styles of each. */
export function filesOf(chunks: Iterable<Chunk>): string[] {
  const files = [...chunks].flatMap(({ fileName, viteMetadata }) => [fileName, ...(viteMetadata?.importedCss ?? [])]);
  return [...new Set(files)];
}
