import { Paper, Stack, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunSummaryBody } from '@telltale/api';
import { AnswerForm } from '../../parts/answer-form.tsx';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/text.ts';
import classes from './needs-you.module.css';

interface QuestionCardProps {
  readonly run: RunSummaryBody;
  readonly onAnswered: () => void;
}

/** One run that waits: what it is about, since when it waits, and its question with a place for the answer. */
export function QuestionCard({ run, onAnswered }: QuestionCardProps) {
  const { runId, pipeline, title, subject, question } = run;
  if (question === null) return null;
  const where = question.step ?? run.step?.name;
  return (
    <Paper component="li" withBorder p="md" className={classes.card}>
      <Stack gap="sm">
        <div>
          <Title order={3} size="h5">
            <Link to="/runs/$runId" params={{ runId }} className={classes.link}>
              <bdi>{title ?? subject}</bdi>
            </Link>
          </Title>
          <div className={classes.notes}>
            {pipeline}
            {where !== undefined && ` · ${text.needsYou.atStep(where)}`}
            {` · ${text.needsYou.asked} `}
            <Moment at={question.at} />
          </div>
        </div>
        <AnswerForm runId={runId} question={question.question} onAnswered={onAnswered} />
      </Stack>
    </Paper>
  );
}
