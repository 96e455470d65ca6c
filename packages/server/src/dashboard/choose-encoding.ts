/** How a file can be compressed, the smaller first. */
const ENCODINGS = ['br', 'gzip'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * The smallest form of a file that a client takes; `null`: as it is.
 * @param accepted the header `Accept-Encoding`
 */
export function chooseEncoding(accepted: string | undefined, there: readonly string[]): Encoding | null {
  const taken = new Map(
    (accepted ?? '').split(',').map((part) => {
      const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return [name, Number(quality) > 0] as const;
    }),
  );
  return ENCODINGS.find((name) => there.includes(name) && (taken.get(name) ?? taken.get('*') ?? false)) ?? null;
}
