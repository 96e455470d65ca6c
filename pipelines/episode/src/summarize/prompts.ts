import { FENCE_NOTICE, fenced, languageName } from '../ask/index.ts';

/** What a summary is about. */
export interface SummarizedEpisode {
  readonly title: string | null;
  readonly showName: string | null;
  /** ISO 639-1, in which it is written; `null`: that of the transcript. */
  readonly language: string | null;
}

export function summaryInstructions({ language }: SummarizedEpisode): string {
  return `You write summaries of podcast episodes.

Write 2 to 4 paragraphs of plain prose ${languageOf(language)}, an empty line between them: what the episode is about, what is said in it and by whom, and what it comes to. No title, no headings, no lists, no words about the summary itself. Say nothing that the text does not say.

${FENCE_NOTICE}`;
}

export function notesInstructions({ language }: SummarizedEpisode): string {
  return `You take notes of a part of a podcast episode. Others will write a summary of the whole from notes like yours.

Write at most 150 words ${languageOf(language)}: who speaks, what about, and what they say of it, with names, numbers and results. Say nothing that the text does not say.

${FENCE_NOTICE}`;
}

/** `what`: `transcript`, or `notes` of all of its parts in their order. */
export function episodePrompt({ title, showName }: SummarizedEpisode, what: string, text: string): string {
  const head = [
    ...(showName === null ? [] : [`Show: ${oneLineOf(showName)}`]),
    ...(title === null ? [] : [`Title: ${oneLineOf(title)}`]),
  ];
  return fenced(what, [...head, ...(head.length === 0 ? [] : ['']), text].join('\n'));
}

function languageOf(language: string | null): string {
  return language === null ? 'in the language of the text' : `in ${languageName(language)} (${language})`;
}

function oneLineOf(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
