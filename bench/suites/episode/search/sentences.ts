import { openSampleShow } from '@telltale/episode';
import { parsePublishedTranscript } from '@telltale/speech';

/** What is said in the sample show, sentence by sentence. */
export async function sampleSentences(): Promise<readonly string[]> {
  const { files } = await openSampleShow();
  const transcripts = [...files].filter(([path]) => path.endsWith('.vtt'));
  const sentences = transcripts.map(async ([url, file]) => {
    const text = Buffer.from(await file.read('')).toString();
    return parsePublishedTranscript(text, { contentType: file.contentType, url }).segments.map((each) => each.text);
  });
  return (await Promise.all(sentences)).flat();
}
