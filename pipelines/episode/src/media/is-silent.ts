import type { Loudness } from '@telltale/speech';

/** A file is silent if hardly any of it is louder than the noise of a copy, and all of it together is no louder (LUFS). */
const SILENT_SHARE = 0.999;
const SILENT_LUFS = -55;

/** Whether nobody can be heard in a file. */
export function isSilent({ silentShare, integratedLufs }: Loudness): boolean {
  return silentShare >= SILENT_SHARE && (integratedLufs ?? SILENT_LUFS) <= SILENT_LUFS;
}
