import { useMutation } from '@tanstack/react-query';
import type { AnswerOf, ApiError, RequestOf } from '@telltale/api';
import { useRef } from 'react';
import { asApiError, client } from '../../live/client.ts';
import { newIdempotencyKey } from '../../live/idempotency-key.ts';
import { findKnownEpisode, type KnownEpisode } from './known-episode.ts';

type Submission = RequestOf<'submitRun'>;

/** What came of it: a run, which may be one that was there; or an episode that there is nothing to do for. */
export type Submitted =
  | { readonly kind: 'run'; readonly run: AnswerOf<'submitRun'> }
  | { readonly kind: 'known'; readonly known: KnownEpisode };

/** Submits a run. The same again, because the answer never came, is the same intent and makes no second run. */
export function useSubmission(onSubmitted: (submitted: Submitted) => void) {
  const intent = useRef({ of: '', key: '' });
  return useMutation<Submitted, ApiError, Submission>({
    mutationFn: async (submission) => {
      try {
        const known = await knownEpisodeOf(submission);
        if (known !== null) return { kind: 'known', known };
        const of = JSON.stringify(submission);
        if (intent.current.of !== of) intent.current = { of, key: newIdempotencyKey() };
        return { kind: 'run', run: await client.submitRun(submission, { idempotencyKey: intent.current.key }) };
      } catch (error) {
        throw asApiError(error);
      }
    },
    onSuccess: (submitted) => {
      intent.current = { of: '', key: '' };
      onSubmitted(submitted);
    },
  });
}

async function knownEpisodeOf({ pipeline, input }: Submission): Promise<KnownEpisode | null> {
  if (pipeline !== 'episode' || typeof input !== 'object' || input === null) return null;
  const [source] = ['url', 'upload'].map((name): unknown => Reflect.get(input, name));
  return typeof source === 'string' ? await findKnownEpisode(client, source).catch(() => null) : null;
}
