const MAX_CHARACTERS = 100;

/** What a file of an episode is called where it is saved. */
export function fileName(title: string | null, extension: string): string {
  return `${title?.trim().slice(0, MAX_CHARACTERS).trim() || 'episode'}.${extension}`;
}
