import { Alert, Group, List, Stack, Table, Text, Title } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import { type ActionRef, describeAction, formatCounts, type RunFailure } from '@telltale/core';
import type { ReactNode } from 'react';
import { useCurrentRun, useRunView } from '../../../live/use-run.ts';
import { LinkText } from '../../../parts/link-text.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { text } from '../../../text/text.ts';
import { actionOf } from './action-of.ts';
import { FailureActions } from './failure-actions.tsx';
import { notSaid } from './not-said.ts';

/** Why the run failed, how far it was, what was tried, and what can be done. */
export function ErrorPanel() {
  const failure = useRunView((view) => (view.state === 'failed' ? view.failure : null));
  if (failure === null) return null;
  const words = text.run.failure;
  const { error, openActions, lastActions, tried, next } = failure;
  const causes = notSaid(error.causes ?? [], error.message);
  const other = notSaid(next, error.message);
  return (
    <Alert component="section" role="region" aria-label={words.title} variant="light" color="red">
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap">
          <IconCircleX size={22} color="var(--verdict-failed-solid)" aria-hidden />
          <Title order={2} size="h4">
            {words.title}
          </Title>
        </Group>
        <Text>
          <bdi>{error.message}</bdi>
        </Text>
        <Where failure={failure} />
        {causes.length > 0 && (
          <Part title={words.causes}>
            <List size="sm" type="ordered">
              {causes.map((cause) => (
                <List.Item key={cause}>
                  <bdi>{cause}</bdi>
                </List.Item>
              ))}
            </List>
          </Part>
        )}
        {tried.length > 0 && (
          <Part title={words.tried}>
            <Table withRowBorders={false} verticalSpacing={2} w="auto">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.source}</Table.Th>
                  <Table.Th>{words.outcome}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {tried.map(({ source, outcome, note }) => (
                  <Table.Tr key={`${source} ${outcome} ${note}`}>
                    <Table.Td>
                      <bdi>{source}</bdi>
                    </Table.Td>
                    <Table.Td>
                      <bdi>{note === undefined ? outcome : `${outcome}, ${note}`}</bdi>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Part>
        )}
        <Actions title={words.openActions} actions={openActions} />
        <Actions title={words.lastActions} actions={lastActions} />
        <Part title={words.next}>
          {other.length > 0 && (
            <List size="sm" mb="xs">
              {other.map((phrase) => (
                <List.Item key={phrase}>
                  <bdi>{phrase}</bdi>
                </List.Item>
              ))}
            </List>
          )}
          <FailureActions failure={failure} />
        </Part>
      </Stack>
    </Alert>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="sm">
        {title}
      </Title>
      {children}
    </div>
  );
}

/** At which step and item, how far that was, and when. */
function Where({ failure: { step, item, at, counts } }: { readonly failure: RunFailure }) {
  const words = text.run.failure;
  const unit = useRunView((view) => view.steps.find(({ name }) => name === step)?.unit ?? null);
  const far = counts === null ? null : formatCounts(counts, unit);
  return (
    <Text size="sm">
      <bdi>{step === null ? words.outside : words.where(step, item)}</bdi>
      {far !== null && ` · ${far}`} · <Moment at={at} />
    </Text>
  );
}

function Actions({ title, actions }: { readonly title: string; readonly actions: readonly ActionRef[] }) {
  const { picture } = useCurrentRun();
  const { view } = picture.get();
  if (actions.length === 0 || view === null) return null;
  return (
    <Part title={title}>
      <List size="sm">
        {actions.map((ref) => (
          <List.Item key={ref.actionId}>
            <LinkText
              inherit
              from="/runs/$runId"
              to="."
              search={(before) => ({ ...before, tab: 'timeline' as const, action: ref.actionId })}
              resetScroll={false}
            >
              <bdi>{describeAction(actionOf(view, ref), 0)}</bdi>
            </LinkText>
          </List.Item>
        ))}
      </List>
    </Part>
  );
}
