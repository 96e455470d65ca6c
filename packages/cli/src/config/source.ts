/** Where a value came from. */
export type Source =
  | { readonly kind: 'flag'; readonly name: string }
  /** `file`: the `.env` file, if it stands there. */
  | { readonly kind: 'environment'; readonly name: string; readonly file?: string }
  /** `line`: from 1, where it is known. */
  | { readonly kind: 'file'; readonly file: string; readonly line?: number }
  | { readonly kind: 'default' };

/** For people: `TELLTALE_PORT in the environment`. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'flag':
      return source.name;
    case 'environment':
      return `${source.name} in ${source.file ?? 'the environment'}`;
    case 'file':
      return source.line === undefined ? source.file : `${source.file}, line ${source.line}`;
    case 'default':
      return 'default';
  }
}
