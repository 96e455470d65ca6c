/** Why an agent needs a person: it asked by itself, it failed or found no way out of a loop, or it met a limit. */
export const HANDOFF_REASONS = ['asked', 'failed', 'limited'] as const;
export type HandoffReason = (typeof HANDOFF_REASONS)[number];
