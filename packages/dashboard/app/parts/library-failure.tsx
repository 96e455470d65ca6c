import type { ApiError } from '@telltale/api';
import { text } from '../text/text.ts';
import { Empty } from './empty.tsx';
import { Failure } from './failure.tsx';

/** Why there are no episodes to show: this server may have none at all, which is no failure. */
export function LibraryFailure({ error, onRetry }: { readonly error: ApiError; readonly onRetry: () => void }) {
  return error.code === 'library_missing' ? (
    <Empty title={text.episodes.noLibrary} detail={[error.message, error.hint].filter(Boolean).join(' ')} />
  ) : (
    <Failure error={error} onRetry={onRetry} />
  );
}
