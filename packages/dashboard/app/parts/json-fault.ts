/** Why a text is no JSON, and where: lines and columns count from 1, and are `null` where the browser does not say. */
interface JsonFault {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}

export type ParsedJson =
  | { readonly fault: null; readonly value: unknown }
  | { readonly fault: JsonFault; readonly value: undefined };

/** Reads JSON, and says where it is none. */
export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    return { fault: null, value };
  } catch (error) {
    return { fault: faultOf(text, error instanceof Error ? error.message : String(error)), value: undefined };
  }
}

/** Browsers say it in words of their own: `… at position 12 (line 2 column 3)`, `… at line 2 column 3 of the JSON data`. */
function faultOf(text: string, said: string): JsonFault {
  const message = said
    .replace(/^JSON\.parse: /, '')
    .replace(/,? "[\s\S]*" is not valid JSON$/, '')
    .replace(/(?: in JSON)? at (?:position|line) [\s\S]*$/, '')
    .trim();
  const [, line, column] = /line (\d+) column (\d+)/.exec(said) ?? [];
  if (line !== undefined) return { line: Number(line), column: Number(column), message };
  const [, position] = /position (\d+)/.exec(said) ?? [];
  // Of a text that breaks off the end is where something is missing.
  const isCutOff = /end of (?:JSON|data)|EOF/i.test(said);
  if (position === undefined && !isCutOff) return { line: null, column: null, message };
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
