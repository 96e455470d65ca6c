/** What a run has come to meanwhile, without anybody's fault. */
const OVER = ['run_not_found', 'run_ended'];

/**
 * Does `work` for each run, one after the other. One that fails does not keep the others from their turn; the first error is
 * thrown at the end. One that was removed or has ended meanwhile is passed over.
 */
export async function eachRun<T>(
  runs: readonly T[],
  work: (run: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let failure: { readonly error: unknown } | null = null;
  for (const run of runs) {
    if (signal.aborted) return;
    try {
      await work(run);
    } catch (error) {
      if (!OVER.includes(String((error as { readonly code?: unknown } | null)?.code))) failure ??= { error };
    }
  }
  if (failure !== null && !signal.aborted) throw failure.error;
}
