import type { Confidence, Finding, MergedDetails, SourceKind } from './details.ts';

/** What was found out of an episode, and how. */
export interface Gathered {
  /** The most reliable first. */
  readonly findings: readonly Finding[];
  readonly sourceKind: SourceKind;
  readonly aggregatorProvider: string | null;
  /** Pages that are this episode's and no other's: it is recognised by them. */
  readonly ownUrls: readonly string[];
  /** Set if the address that was submitted is that of a feed: at another time it leads to another episode. */
  readonly viaFeed?: true;
  /** Why these sources did, or why nobody looked further: `no language model is configured`. */
  readonly why: string;
  /** What the agent that looked further says of it. Default: nobody looked further. */
  readonly agent?: AgentWord;
}

interface AgentWord {
  readonly confidence: Confidence;
  readonly summary: string;
  readonly report: unknown;
}

/** High only if the audio is known, the title, and whose page it is. */
export function confidenceOf({ details }: MergedDetails, { sourceKind, agent }: Gathered): Confidence {
  const { title, audioUrl } = details;
  if (title === null || audioUrl === null) return 'low';
  if (agent !== undefined && agent.confidence !== 'high') return agent.confidence;
  return sourceKind === 'unknown' ? 'medium' : 'high';
}
