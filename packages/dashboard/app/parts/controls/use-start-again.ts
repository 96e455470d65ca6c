import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { client } from '../../live/client.ts';
import { newIdempotencyKey } from '../../live/idempotency-key.ts';
import { text } from '../../text/text.ts';

/** How a run is begun again. */
export type Beginning =
  | { readonly how: 'retry'; readonly fresh: boolean; readonly reason?: string }
  | { readonly how: 'rerun'; readonly fromStep: string | null; readonly reason?: string }
  | { readonly how: 'retryItems'; readonly step: string; readonly reason?: string };

/** Begins a run again and goes to the new one. However often it is pressed, one run comes of it. */
export function useStartAgain(runId: string, onStarted?: () => void) {
  const intent = useRef({ what: '', key: '' });
  const navigate = useNavigate();
  const { mutate, ...state } = useMutation({
    mutationFn: (beginning: Beginning) => {
      const what = JSON.stringify(beginning);
      if (intent.current.what !== what) intent.current = { what, key: newIdempotencyKey() };
      return startAgain(runId, beginning, intent.current.key);
    },
    onSuccess: ({ created, message }) => {
      if (!created && message !== null) notifications.show({ title: text.run.controls.notStarted, message });
    },
  });

  /** Whoever has gone elsewhere in the meantime is left there. */
  function begin(beginning: Beginning): void {
    mutate(beginning, {
      onSuccess: ({ runId: newRunId }) => {
        onStarted?.();
        void navigate({ to: '/runs/$runId', params: { runId: newRunId } });
      },
    });
  }

  return { ...state, mutate: begin };
}

function startAgain(runId: string, beginning: Beginning, idempotencyKey: string) {
  const options = { idempotencyKey };
  const { reason } = beginning;
  switch (beginning.how) {
    case 'retry':
      return client.retryRun({ runId, reason, fresh: beginning.fresh }, options);
    case 'rerun':
      return client.rerunRun({ runId, reason, fromStep: beginning.fromStep ?? undefined }, options);
    case 'retryItems':
      return client.retryFailedItems({ runId, reason, step: beginning.step }, options);
  }
}
