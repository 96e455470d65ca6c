import { openLocalEmbedder } from '@telltale/vectors';
import type { Case } from '../../../harness/case.ts';
import { clockMs } from '../../../harness/clock.ts';
import { formatNumber } from '../../../harness/format.ts';
import { sampleSentences } from '../search/sentences.ts';

/** As many as a passage of an episode has. */
const WORDS = 150;

/** The model that comes with Telltale: passages of 150 words a second, and how long the first one takes, its loading included. */
export function embedCase(passages: number): Case {
  return {
    name: 'embed-local',
    headline: ({ passagesPerSecond = Number.NaN }) => `${formatNumber(passagesPerSecond)} passages/s`,
    run: async () => {
      const texts = passagesOf(await sampleSentences(), passages);
      const { signal } = new AbortController();
      const embedder = openLocalEmbedder();
      try {
        const startedMs = clockMs();
        await embedder.embed(texts.slice(0, 1), { signal });
        const loadedMs = clockMs();
        await embedder.embed(texts, { signal });
        return { first: loadedMs - startedMs, passagesPerSecond: (passages / (clockMs() - loadedMs)) * 1000 };
      } finally {
        await embedder.close();
      }
    },
  };
}

/** Each begins a few words after the one before. */
function passagesOf(sentences: readonly string[], count: number): readonly string[] {
  const words = sentences.join(' ').split(' ');
  return Array.from({ length: count }, (_, index) => {
    const from = (index * 7) % (words.length - WORDS);
    return words.slice(from, from + WORDS).join(' ');
  });
}
