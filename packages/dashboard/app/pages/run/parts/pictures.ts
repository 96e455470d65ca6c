import type { ArtifactView } from '@telltale/core';

/** A picture that was stored, with the small one of it that may have been stored beside it. */
export interface Picture {
  readonly large: ArtifactView;
  readonly small: ArtifactView;
}

const SMALL = /-small(?=\.\w+$|$)/;

export function isPicture({ kind, contentType = '' }: ArtifactView): boolean {
  return kind === 'screenshot' || kind === 'thumbnail' || contentType.startsWith('image/');
}

/** The pictures among files, in their order: `0007-click-small.jpg` is the small one of `0007-click.jpg`. */
export function picturesOf(artifacts: readonly ArtifactView[]): readonly Picture[] {
  const files = artifacts.filter(isPicture);
  const named = new Map(files.map((file) => [placeOf(file, file.name), file]));
  return files.flatMap((file) => {
    const isSmall = SMALL.test(file.name);
    if (isSmall && named.has(placeOf(file, file.name.replace(SMALL, '')))) return [];
    const small = isSmall ? undefined : named.get(placeOf(file, file.name.replace(/(?=\.\w+$)|$/, '-small')));
    return [{ large: file, small: small ?? file }];
  });
}

function placeOf({ step, item }: ArtifactView, name: string): string {
  return JSON.stringify([step, item, name]);
}
