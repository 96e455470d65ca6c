/** `terminated`: the step was stopped (a cancel, a pause, its time limit, a worker that must stop). */
export type SessionOutcome = 'completed' | 'failed' | 'terminated';

/** What became of a session. */
export interface SessionSummary {
  readonly sessionId: string;
  readonly outcome: SessionOutcome;
  readonly durationMs: number;
  readonly actions: number;
  /** Tabs and windows that were opened. */
  readonly tabs: number;
  readonly screenshots: number;
  readonly downloads: number;
  /** Pages and frames that may not be opened. */
  readonly refused: number;
  /** Hosts of all that may not be loaded, scripts and pictures included; the first 20. */
  readonly refusedHosts: readonly string[];
}
