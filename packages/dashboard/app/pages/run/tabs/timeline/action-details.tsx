import { Alert, Button, CopyButton, List, Stack, Text } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { type ActionView, formatDuration, formatUsd } from '@telltale/core';
import type { ReactNode } from 'react';
import { formatInstant } from '../../../../parts/format-instant.ts';
import { JsonView } from '../../../../parts/json-view.tsx';
import { text } from '../../../../text/text.ts';
import classes from './timeline.module.css';

const words = text.runTabs.timeline;

/** All that is known of an action: what it was given, what came of it, and what it cost. */
export function ActionDetails({ action }: { readonly action: ActionView }) {
  const { input, output, error, state } = action;
  return (
    <Stack gap="sm" className={classes.details}>
      {error !== null && (
        <Alert color="red" variant="light" title={error.name} p="xs">
          <Text size="sm">{error.message}</Text>
          {error.causes !== undefined && error.causes.length > 0 && (
            <>
              <Text size="sm" fw={600} mt="xs">
                {words.causes}
              </Text>
              <List size="sm">
                {error.causes.map((cause) => (
                  <List.Item key={cause}>{cause}</List.Item>
                ))}
              </List>
            </>
          )}
        </Alert>
      )}
      <Value title={words.arguments} value={input} none={words.noArguments} />
      {state !== 'running' && error === null && <Value title={words.result} value={output} none={words.noResult} />}
      <Facts action={action} />
      <CopyButton value={linkTo(action.actionId)}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconLink size={14} aria-hidden />}
            onClick={copy}
            style={{ alignSelf: 'flex-start' }}
          >
            {copied ? text.common.copied : words.copyLink}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

function Value({ title, value, none }: { readonly title: string; readonly value: unknown; readonly none: string }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      {value === null || value === undefined ? (
        <Text size="sm" c="dimmed">
          {none}
        </Text>
      ) : (
        <JsonView value={value} label={title} />
      )}
    </div>
  );
}

function Facts({ action }: { readonly action: ActionView }) {
  const { actionId, parentId, startedAt, finishedAt, timeoutMs, tokens, costUsd } = action;
  return (
    <dl className={classes.facts}>
      <Fact name={words.started}>{formatInstant(startedAt)}</Fact>
      {finishedAt !== null && <Fact name={words.finished}>{formatInstant(finishedAt)}</Fact>}
      {timeoutMs !== null && <Fact name={words.limit}>{formatDuration(timeoutMs)}</Fact>}
      {tokens !== null && <Fact name={words.tokens}>{words.tokenCounts(tokens.input, tokens.output)}</Fact>}
      {costUsd !== null && <Fact name={words.cost}>{formatUsd(costUsd)}</Fact>}
      {parentId !== null && <Fact name={words.partOf}>{parentId}</Fact>}
      <Fact name={words.actionId}>{actionId}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Text size="sm">{children}</Text>
      </dd>
    </div>
  );
}

/** The page that is shown, with this action open. */
function linkTo(actionId: string): string {
  const url = new URL(window.location.href);
  url.search = `?${new URLSearchParams({ tab: 'timeline', action: actionId })}`;
  return url.href;
}
