import { readableName } from './field-name.ts';

/** `steps[2].url` as `['steps', 2, 'url']`. */
export function partsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, index]) => (index === undefined ? part : Number(index)));
}

/** The id of a field's element in the form. A field is known by its path everywhere: `steps[2].url`. */
export function fieldIdOf(path: string): string {
  return ['field', ...partsOf(path)].join('_');
}

/** What a field is called in a list of faults: `Steps 3, URL`. */
export function fieldLabelOf(path: string): string {
  return partsOf(path).reduce<string>((label, part) => {
    if (typeof part === 'number') return `${label} ${part + 1}`.trim();
    return label === '' ? readableName(part) : `${label}, ${readableName(part)}`;
  }, '');
}
