import { useMutation } from '@tanstack/react-query';
import { client } from '../../live/client.ts';

const CALLS = {
  pause: client.pauseRun,
  resume: client.resumeRun,
  cancel: client.cancelRun,
} as const;

/** Asks a run in flight for something; that it was heeded is seen in the run itself. */
export function useAsk(control: keyof typeof CALLS, runId: string, onDone?: () => void) {
  return useMutation({
    mutationFn: (why: { readonly reason?: string }) => CALLS[control]({ runId, ...why }),
    onSuccess: () => onDone?.(),
  });
}
