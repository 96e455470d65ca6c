/** A quality of mono MP3. */
export interface Mp3Tier {
  /** Hz. */
  readonly sampleRate: number;
  /** Kilobits a second. */
  readonly bitrateK: number;
}

/** From the best down. */
const MP3_TIERS: readonly Mp3Tier[] = [
  { sampleRate: 44_100, bitrateK: 128 },
  { sampleRate: 32_000, bitrateK: 96 },
  { sampleRate: 22_050, bitrateK: 64 },
  { sampleRate: 16_000, bitrateK: 48 },
  { sampleRate: 16_000, bitrateK: 32 },
];

/** What headers, tags and rounding may add to the bits of the sound. */
const OVERHEAD = 1.1;

/** The tiers to try for so much audio, best first: the first that should fit, and all below it. The last one always is there. */
export function tiersToTry({ durationS, maxBytes }: { readonly durationS: number | null; readonly maxBytes: number }) {
  const fits = ({ bitrateK }: Mp3Tier) =>
    durationS !== null && ((bitrateK * 1_000) / 8) * durationS * OVERHEAD <= maxBytes;
  const first = MP3_TIERS.findIndex(fits);
  return MP3_TIERS.slice(first === -1 ? MP3_TIERS.length - 1 : first);
}
