import { connection } from '../../live/connection.ts';
import type { RunList } from '../../live/run-pages.ts';
import { useStore } from '../../live/store.ts';
import { Failure } from '../../parts/failure.tsx';
import { text } from '../../text/text.ts';

interface RunsFailureProps {
  readonly list: RunList;
  readonly onRetry: () => void;
}

/** Why a list of runs is not there, or not all of it. */
export function RunsFailure({ list, onRetry }: RunsFailureProps) {
  const { state, error } = useStore(connection);
  if (list.error !== null) return <Failure error={list.error} title={text.runs.offline} onRetry={onRetry} />;
  // Where there is a list already, the pill and the time of the list tell it.
  if (list.state === 'loading' && list.runs.length === 0 && state === 'offline' && error !== null) {
    return <Failure error={error} title={text.runs.offline} />;
  }
  return null;
}
