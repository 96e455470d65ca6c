import type { ApiError } from '@telltale/api';
import type { ReactNode } from 'react';
import { Empty } from './empty.tsx';
import { LibraryFailure } from './library-failure.tsx';
import { Page } from './page.tsx';

interface LibraryEntryFailureProps {
  readonly error: ApiError;
  /** What the server says of one that is not there. */
  readonly notFound: ApiError['code'];
  /** What the page is called where it is not there, and otherwise. */
  readonly goneTitle: string;
  readonly title: string;
  readonly onRetry: () => void;
  /** The way to all the others. */
  readonly children: ReactNode;
}

/** The page of something of the library that cannot be shown: it is not there, or could not be loaded. */
export function LibraryEntryFailure(props: LibraryEntryFailureProps) {
  const { error, notFound, goneTitle, title, onRetry, children } = props;
  // What is no id is the id of nothing.
  const isGone = error.code === notFound || error.code === 'request_invalid';
  return (
    <Page title={isGone ? goneTitle : title}>
      {isGone ? (
        <Empty title={error.message} detail={error.hint} />
      ) : (
        <LibraryFailure error={error} onRetry={onRetry} />
      )}
      {children}
    </Page>
  );
}
