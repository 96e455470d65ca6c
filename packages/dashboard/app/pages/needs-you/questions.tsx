import { Alert, Button, Skeleton, Stack, Title } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { RunSummaryBody } from '@telltale/api';
import { useEffect, useRef, useState } from 'react';
import type { RunList } from '../../live/run-pages.ts';
import { Empty } from '../../parts/empty.tsx';
import { text } from '../../text/text.ts';
import classes from './needs-you.module.css';
import { QuestionCard } from './question-card.tsx';

/** The questions that runs wait with, the one that waits for longest first. */
export function Questions({ list }: { readonly list: RunList & { readonly loadMore: () => void } }) {
  const [answered, setAnswered] = useState<RunSummaryBody | null>(null);
  const note = useRef<HTMLDivElement>(null);

  // The form that had the focus is gone.
  useEffect(() => {
    if (answered !== null) note.current?.focus();
  }, [answered]);

  const asking = list.runs
    .filter((run) => keyOf(run) !== (answered === null ? null : keyOf(answered)))
    .toSorted((a, b) => (a.question?.at ?? '').localeCompare(b.question?.at ?? ''));

  return (
    <section aria-labelledby="waiting">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id="waiting">
            {text.needsYou.waiting}
          </Title>
          <div role="status">
            {answered !== null && (
              <Alert color="green" mt="sm" icon={<IconCircleCheck aria-hidden />} ref={note} tabIndex={-1}>
                {text.needsYou.taken(answered.title ?? answered.subject)}{' '}
                <Link to="/runs/$runId" params={{ runId: answered.runId }} className={classes.link}>
                  {text.needsYou.open}
                </Link>
              </Alert>
            )}
          </div>
        </div>
        {asking.length > 0 && (
          <ul className={classes.cards} aria-label={text.needsYou.list}>
            {asking.map((run) => (
              <QuestionCard key={keyOf(run)} run={run} onAnswered={() => setAnswered(run)} />
            ))}
          </ul>
        )}
        {list.hasMore && (
          <Button variant="default" loading={list.isLoadingMore} onClick={list.loadMore}>
            {text.needsYou.more}
          </Button>
        )}
        {asking.length === 0 && list.state === 'loading' && list.error === null && (
          <Skeleton height={120} role="img" aria-label={text.common.loading} />
        )}
        {asking.length === 0 && list.state === 'ready' && (
          <Empty title={text.needsYou.empty} detail={text.needsYou.emptyDetail} />
        )}
      </Stack>
    </section>
  );
}

/** A run may have another question after the first. */
function keyOf({ runId, question }: RunSummaryBody): string {
  return `${runId} ${question?.at}`;
}
