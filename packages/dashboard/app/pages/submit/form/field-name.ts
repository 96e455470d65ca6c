/** Parts of names that are not words in lower case. */
const WRITTEN: Readonly<Record<string, string>> = {
  url: 'URL',
  guid: 'GUID',
  uuid: 'UUID',
  json: 'JSON',
  ms: '(ms)',
  id: 'ID',
  ids: 'IDs',
};

/** The name of a field as people read it: `episodeId` is `Episode ID`, `timeoutMs` is `Timeout (ms)`. */
export function readableName(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[\s_-]+/)
    .filter((word) => word !== '')
    .map((word) => WRITTEN[word.toLowerCase()] ?? (/^[A-Z\d]{2,}$/.test(word) ? word : word.toLowerCase()));
  const [first = name, ...rest] = words;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(' ');
}
