/** One sentence of an episode of the sample show. */
export interface Line {
  readonly speaker: string;
  /** As it is read. */
  readonly text: string;
  /** As it is spoken: a synthesiser knows few names. */
  readonly spoken: string;
}

interface Chapter {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Script {
  readonly title: string;
  readonly description: string;
  readonly chapters: readonly Chapter[];
}

/**
 * The text of an episode: `# Title`, `> what it is about`, `## A chapter`, `Name: A sentence.` In a sentence
 * `{Fresnel|Fraynell}` is read as the one and spoken as the other. Throws for any other line.
 */
export function readScript(text: string): Script {
  let [title, description] = ['', ''];
  const chapters: { title: string; lines: Line[] }[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, mark, rest = ''] = /^(#|##|>|\w+:) (.+)$/.exec(line) ?? [];
    const chapter = chapters.at(-1);
    if (mark === '#') title = rest;
    else if (mark === '>') description = rest;
    else if (mark === '##') chapters.push({ title: rest, lines: [] });
    else if (mark !== undefined && chapter !== undefined) chapter.lines.push(lineOf(mark.slice(0, -1), rest));
    else throw new Error(`The script has a line that is of no kind: ${line}`);
  }
  return { title, description, chapters };
}

function lineOf(speaker: string, sentence: string): Line {
  const read = (which: '$1' | '$2') => sentence.replace(/\{([^|}]+)\|([^}]+)\}/g, which);
  return { speaker, text: read('$1'), spoken: read('$2') };
}
