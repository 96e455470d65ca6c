import { Text } from '@mantine/core';
import { describeRemaining, formatDuration, formatNumber, formatUsd, isInHand, readClock } from '@telltale/core';
import type { ReactNode } from 'react';
import { estimateOfPicture, isMoving } from '../../../live/run-picture.ts';
import { useRunAt, useRunNow, useRunView } from '../../../live/use-run.ts';
import { LinkText } from '../../../parts/link-text.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { text } from '../../../text/text.ts';
import classes from './run-header.module.css';

/** What is known of the run beside its work: of what it is, since when, by whom, with what, at what cost. */
export function RunFacts() {
  const words = text.run;
  return (
    <section aria-label={words.facts}>
      <dl className={classes.facts}>
        <Origin />
        <Times />
        <Worker />
        <Usage />
        <Relatives />
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Origin() {
  const words = text.run;
  const subject = useRunView((view) => view.subject);
  const pipeline = useRunView((view) => view.pipeline);
  const version = useRunView((view) => view.version);
  const number = useRunView((view) => view.number);
  return (
    <>
      {subject !== null && (
        <Fact name={words.subject}>
          <LinkText to="/" search={{ subject }} inherit>
            <bdi>{subject}</bdi>
          </LinkText>
        </Fact>
      )}
      {pipeline !== null && (
        <Fact name={words.pipeline}>{version === null ? pipeline : words.pipelineAndVersion(pipeline, version)}</Fact>
      )}
      {number !== null && (
        <Fact name={words.number}>
          <LinkText
            inherit
            from="/runs/$runId"
            to="."
            search={(before) => ({ ...before, tab: 'runs' as const })}
            hash="work"
            title={words.otherRuns(number)}
          >
            {words.runNumber(number)}
          </LinkText>
        </Fact>
      )}
    </>
  );
}

function Times() {
  const words = text.run;
  const submitted = useRunView((view) => view.submitted);
  const startedAt = useRunView((view) => view.startedAt);
  const finishedAt = useRunView((view) => view.finishedAt);
  const priority = useRunAt(({ view, summary }) => (view?.state === 'queued' ? (summary?.priority ?? null) : null));
  const whole = useRunAt((picture, now) => {
    const estimate = estimateOfPicture(picture, now);
    if (estimate === null) return null;
    const { percent, remaining } = estimate;
    if ((remaining.known && remaining.source === 'done') || !isMoving(picture, now))
      return text.common.percent(percent);
    return `${text.common.percent(percent)}, ${describeRemaining(remaining)}`;
  });
  return (
    <>
      {whole !== null && (
        <Fact name={words.whole}>
          <span className="figures">{whole}</span>
        </Fact>
      )}
      {submitted !== null && (
        <Fact name={words.submitted}>
          <Moment at={submitted.at} /> {submitted.by !== null && <bdi>{words.submittedBy(submitted.by)}</bdi>}
        </Fact>
      )}
      {submitted?.reason != null && (
        <Fact name={words.because}>
          <bdi>{words.reason(submitted.reason)}</bdi>
        </Fact>
      )}
      {startedAt !== null && (
        <Fact name={words.started}>
          <Moment at={startedAt} />
        </Fact>
      )}
      {finishedAt !== null && (
        <Fact name={words.ended}>
          <Moment at={finishedAt} />
        </Fact>
      )}
      {startedAt !== null && (
        <Fact name={words.worked}>
          <Worked />
        </Fact>
      )}
      {priority !== null && <Fact name={words.priority}>{formatNumber(priority)}</Fact>}
    </>
  );
}

/** Without queueing and pauses. */
function Worked() {
  const now = useRunNow();
  const clock = useRunView((view) => view.clock);
  return <span className="figures">{clock !== null && formatDuration(readClock(clock, now))}</span>;
}

function Worker() {
  const words = text.run;
  const workerId = useRunView(({ state, workerId }) => (isInHand(state) ? workerId : null));
  const attempt = useRunView((view) => view.attempt) ?? 0;
  if (workerId === null) return null;
  return (
    <Fact name={words.worker}>
      <LinkText to="/workers" inherit>
        <bdi>{workerId}</bdi>
      </LinkText>
      {attempt > 1 && (
        <Text span inherit c="dimmed">
          {' '}
          {words.attempt(attempt)}
        </Text>
      )}
    </Fact>
  );
}

function Usage() {
  const words = text.run;
  const usage = useRunView((view) => view.usage);
  if (usage === null) return null;
  const { tokens, costUsd } = usage;
  return (
    <>
      {tokens.input + tokens.output > 0 && (
        <Fact name={words.tokens}>{words.tokenCounts(formatNumber(tokens.input), formatNumber(tokens.output))}</Fact>
      )}
      {costUsd > 0 && <Fact name={words.cost}>{formatUsd(costUsd)}</Fact>}
    </>
  );
}

/** The run that it goes on from, and the one that goes on from it. */
function Relatives() {
  const words = text.run;
  const retryOf = useRunView((view) => view.retryOf);
  const fromStep = useRunView((view) => view.fromStep);
  const retriedAs = useRunView((view) => view.retriedAs);
  return (
    <>
      {retryOf !== null && (
        <Fact name={words.goesOnFrom}>
          <RunLink runId={retryOf} /> {fromStep !== null && <bdi>{words.fromStep(fromStep)}</bdi>}
        </Fact>
      )}
      {retriedAs !== null && (
        <Fact name={words.goesOnAs}>
          <RunLink runId={retriedAs.runId} /> <bdi>{words.fromStep(retriedAs.fromStep)}</bdi>
        </Fact>
      )}
    </>
  );
}

function RunLink({ runId }: { readonly runId: string }) {
  return (
    <LinkText to="/runs/$runId" params={{ runId }} inherit>
      <bdi>{runId}</bdi>
    </LinkText>
  );
}
