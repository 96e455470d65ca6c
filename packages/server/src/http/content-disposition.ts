const MAX_CHARACTERS = 150;

/** What a header or a file system gives a meaning to, or what hides the rest of a name from its reader. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/gu;

/** The header `Content-Disposition` with a name that is safe everywhere: RFC 6266, and RFC 8187 for what is not ASCII. */
export function contentDisposition(type: 'inline' | 'attachment', name: string): string {
  const safe = safeName(name);
  const ascii = safe.replace(/[^\x20-\x7e]/gu, '_').replaceAll('%', '_');
  return `${type}; filename="${ascii}"${ascii === safe ? '' : `; filename*=UTF-8''${encode(safe)}`}`;
}

function safeName(name: string): string {
  const kept = [...name.replace(UNSAFE, '_')].slice(-MAX_CHARACTERS).join('');
  // Neither a hidden file nor a place: `.`, `..` and spaces around are trimmed off.
  return kept.replace(/^[.\s]+|[.\s]+$/gu, '') || 'file';
}

/** encodeURIComponent leaves some characters that RFC 8187 does not. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
