import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import type { SettingBody } from '@telltale/api';
import type { ReactNode } from 'react';
import { text } from '../../text/text.ts';
import { CopyableCode } from './copyable-code.tsx';
import { isChanged } from './select-settings.ts';
import classes from './setting-row.module.css';

/** One setting: what is in force, why, and how to change it. */
export function SettingRow({ setting }: { readonly setting: SettingBody }) {
  const { key, description, takes, value, default: byDefault, isSecret, variable, option, command } = setting;
  const words = text.settings;
  const from = sourceOf(setting);
  return (
    <Stack component="li" gap={4} className={classes.setting ?? ''}>
      <Group gap="xs">
        <Text size="sm" fw={600} ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {key}
        </Text>
        {isChanged(setting) && (
          <Badge size="sm" variant="light" tt="none">
            {from}
          </Badge>
        )}
      </Group>
      <Text size="sm">{description}</Text>
      <dl className={classes.facts}>
        <Fact name={words.value}>
          {value === null ? words.nothing : <Code>{isSecret ? words.hidden(value) : value}</Code>}
        </Fact>
        <Fact name={words.takes}>{takes}</Fact>
        <Fact name={words.byDefault}>{byDefault}</Fact>
        <Fact name={words.inFile}>
          <CopyableCode code={command} />
        </Fact>
        {variable !== null && (
          <Fact name={words.inEnvironment}>
            <CopyableCode code={`${variable}=${isSecret || value === null ? '' : value}`} />
          </Fact>
        )}
        {option !== null && (
          <Fact name={words.onCommandLine}>
            <CopyableCode code={option} />
          </Fact>
        )}
      </dl>
    </Stack>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function sourceOf({ source }: SettingBody): string {
  const words = text.settings.source;
  switch (source.kind) {
    case 'default':
      return words.default;
    case 'file':
      return words.file(source.file, source.line);
    case 'environment':
      return words.environment(source.name, source.file);
    case 'flag':
      return words.flag(source.name);
  }
}
