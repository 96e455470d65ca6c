import { sniffMedia } from '@telltale/speech';
import { whyNoAudio } from '../media/what-it-is.ts';
import { AudioRefusedError } from './errors.ts';

/** So many bytes of a file show what it is. */
export const BEGINNING_BYTES = 4_100;

/** Throws `AudioRefusedError` if a file, or its beginning, shows that it is no audio. What servers say of it counts nothing. */
export async function refuseWhatIsNoAudio(path: string, host: string): Promise<void> {
  const why = whyNoAudio(await sniffMedia(path));
  if (why !== null) throw new AudioRefusedError(`What ${host} sent is no audio: ${why}.`);
}
