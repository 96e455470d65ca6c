/** How the engine ends what a step does, if that is what was thrown; `null` for an error of the work itself. */
export function stopOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'LetGo') return (error as { readonly stop?: { readonly kind?: string } }).stop?.kind ?? 'lost';
  return (error as { readonly code?: unknown }).code === 'step_ended' ? 'ended' : null;
}
