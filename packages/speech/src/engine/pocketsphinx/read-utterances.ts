import type { Segment, Word } from '../../transcript/transcript.ts';

/** `word(2) 1.59 1.83 0.170673`: a word, the number of its pronunciation, its beginning, its end, how sure it is. */
const WORD = /^(\S+?)(?:\(\d+\))? (\d+(?:\.\d+)?) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/;
/** What is no word: silence, noise, the ends of an utterance. */
const FILLER = /^(?:<.*>|\[.*\]|\+\+.*\+\+)$/;

/**
 * Reads what `pocketsphinx_continuous -time yes` prints, as it comes: for each utterance its text, then a line for each
 * word. Gives an utterance when its last line (`</s>`) is there.
 */
export class UtteranceReader {
  #rest = '';
  #words: Word[] = [];

  /** The utterances that this text completes. */
  push(text: string): readonly Segment[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#read(line.trim()));
  }

  #read(line: string): readonly Segment[] {
    const [, word, start, end, confidence] = WORD.exec(line) ?? [];
    if (word === undefined) return [];
    if (word === '<s>') this.#words = [];
    if (!FILLER.test(word)) {
      this.#words.push({ word, start: Number(start), end: Number(end), confidence: Math.min(1, Number(confidence)) });
    }
    return word === '</s>' ? this.#endUtterance() : [];
  }

  #endUtterance(): readonly Segment[] {
    const words = this.#words;
    this.#words = [];
    const [first] = words;
    const last = words.at(-1);
    if (first === undefined || last === undefined) return [];
    return [{ start: first.start, end: last.end, text: words.map(({ word }) => word).join(' '), words }];
  }
}
