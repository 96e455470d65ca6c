import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconCircleX, type TablerIcon } from '@tabler/icons-react';
import type { CheckBody, SettingsBody } from '@telltale/api';
import { Moment } from '../../parts/moment.tsx';
import { text } from '../../text/text.ts';
import classes from './checks.module.css';
import { commandsIn } from './commands-in.ts';
import { CopyableCode } from './copyable-code.tsx';

/** What needs somebody stands first. */
const ORDER: readonly CheckBody['outcome'][] = ['fail', 'warn', 'ok', 'skipped'];

/** How each outcome looks: as the verdicts do whose meaning is nearest. */
const LOOK: Readonly<Record<CheckBody['outcome'], { readonly icon: TablerIcon; readonly verdict: string }>> = {
  fail: { icon: IconCircleX, verdict: 'failed' },
  warn: { icon: IconAlertTriangle, verdict: 'quiet' },
  ok: { icon: IconCircleCheck, verdict: 'succeeded' },
  skipped: { icon: IconCircleMinus, verdict: 'cancelled' },
};

interface ChecksProps {
  readonly found: Pick<SettingsBody, 'checks' | 'checkedAt'>;
  readonly isLooking: boolean;
  readonly onLookAgain: () => void;
}

/** What this server stands on: what of it works, what does not, and what to do. */
export function Checks({ found: { checks, checkedAt }, isLooking, onLookAgain }: ChecksProps) {
  const words = text.settings;
  const count = (outcome: CheckBody['outcome']) => checks.filter((check) => check.outcome === outcome).length;
  const counts = { fail: count('fail'), warn: count('warn'), ok: count('ok'), skipped: count('skipped') };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="checks-title">
      <Group justify="space-between" gap="sm" mb="sm">
        <div>
          <Title order={2} size="h4" id="checks-title">
            {words.checks}
          </Title>
          <Text size="sm">{counts.fail + counts.warn === 0 ? words.allWell : words.summary(counts)}</Text>
          <Text size="sm" c="dimmed">
            {words.checkedAt} <Moment at={checkedAt} />
          </Text>
        </div>
        <Button variant="default" size="xs" loading={isLooking} onClick={onLookAgain}>
          {words.checkAgain}
        </Button>
      </Group>
      <ul className={classes.list} aria-labelledby="checks-title">
        {ORDER.flatMap((outcome) => checks.filter((check) => check.outcome === outcome)).map((check) => (
          <CheckRow key={check.name} check={check} />
        ))}
      </ul>
    </Paper>
  );
}

function CheckRow({ check: { name, outcome, message, hint } }: { readonly check: CheckBody }) {
  const { icon: Icon, verdict } = LOOK[outcome];
  return (
    <li className={classes.check}>
      <span className={classes.outcome} data-verdict={verdict}>
        <Icon size={18} aria-hidden />
        {text.settings.outcome[outcome]}
      </span>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Stack gap={2} className={classes.message}>
        <Text size="sm">{message}</Text>
        {hint !== null && (
          <Text size="sm" component="div">
            {text.settings.whatToDo}{' '}
            {commandsIn(hint).map(({ text: part, isCommand }) =>
              isCommand ? <CopyableCode key={part} code={part} /> : part,
            )}
          </Text>
        )}
      </Stack>
    </li>
  );
}
