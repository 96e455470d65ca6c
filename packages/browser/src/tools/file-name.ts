import { withoutUnseen } from '../content/normalize.ts';

const MAX_CHARACTERS = 120;

/** Names that some systems take for devices. */
const DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * What a downloaded file is called: as the site says, else as the last part of its address, made safe for every system.
 * `extension`, that of what it really is, takes the place of one that is none or a program's.
 */
export function fileNameOf(disposition: string | null, url: string, extension: string): string {
  const named = safeName(nameIn(disposition ?? '')) || safeName(lastPartOf(url)) || 'download';
  const dot = named.lastIndexOf('.');
  const stem = dot > 0 ? named.slice(0, dot) : named;
  const said = dot > 0 ? named.slice(dot + 1) : '';
  const ending = /^(?!exe$|bat$|cmd$|com$|scr$|js$|sh$|html?$|php$|aspx?$)[a-z0-9]{1,5}$/i.test(said)
    ? said
    : extension;
  return ending === '' ? stem : `${stem.slice(0, MAX_CHARACTERS - ending.length - 1)}.${ending}`;
}

/** RFC 6266: `filename*`, in UTF-8, is the better one. */
function nameIn(disposition: string): string {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;]+)/i.exec(disposition)?.[1];
  if (extended !== undefined) return decoded(extended.trim());
  const [, quoted, plain] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? plain?.trim() ?? '';
}

function lastPartOf(url: string): string {
  return URL.canParse(url) ? decoded(new URL(url).pathname.split('/').at(-1) ?? '') : '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function safeName(name: string): string {
  const last = withoutUnseen(name).split(/[/\\]/).at(-1) ?? '';
  const safe = last
    .replaceAll(/[<>:"|?*\p{Cc}]/gu, '_')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .slice(0, MAX_CHARACTERS);
  return DEVICES.test(safe) ? `_${safe}` : safe;
}
