import { Accordion, Alert, Group, Paper, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { SettingsBody } from '@telltale/api';
import { useMemo, useState } from 'react';
import { Empty } from '../../parts/empty.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import classes from './configuration.module.css';
import { isChanged, selectSettings } from './select-settings.ts';
import { SettingRow } from './setting-row.tsx';

/** All settings by section, with what is in force and how to change it. */
export function Configuration({ settings, file, warnings }: Omit<SettingsBody, 'checks' | 'checkedAt'>) {
  const [words, setWords] = useState('');
  const [isOnlyChanged, setOnlyChanged] = useState(false);
  const [opened, setOpened] = useState<string[]>([]);
  const sections = useMemo(() => selectSettings(settings, { words, isOnlyChanged }), [settings, words, isOnlyChanged]);
  const shown = sections.reduce((sum, section) => sum + section.settings.length, 0);
  // What was searched for is not hidden in a section that is closed.
  const isFiltered = words !== '' || isOnlyChanged;
  const said = text.settings;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="configuration-title">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4" id="configuration-title">
            {said.configuration}
          </Title>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {file === null ? said.noFile : said.file(file)}
          </Text>
          <Text size="sm" c="dimmed">
            {said.restart}
          </Text>
        </div>
        {warnings.length > 0 && (
          <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={said.warnings}>
            {warnings.map((warning) => (
              <Text key={warning} size="sm">
                {warning}
              </Text>
            ))}
          </Alert>
        )}
        <Group align="flex-end" gap="md">
          <SearchField label={said.search} value={words} onSearch={setWords} />
          <Switch
            label={said.onlyChanged}
            checked={isOnlyChanged}
            onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
            mb={8}
          />
        </Group>
        <Text size="sm" role="status">
          {said.shown(shown, settings.length)}
        </Text>
        {sections.length === 0 && <Empty title={said.noneFound} detail={said.noneFoundHint} />}
        <Accordion
          multiple
          order={3}
          value={isFiltered ? sections.map(({ name }) => name) : opened}
          onChange={(next) => !isFiltered && setOpened(next)}
        >
          {sections.map(({ name, settings: ofSection }) => (
            <Accordion.Item key={name} value={name}>
              <Accordion.Control>
                <Group gap="sm">
                  <Text fw={600}>{name}</Text>
                  <Text size="sm" c="dimmed">
                    {said.sectionCount(ofSection.length, ofSection.filter(isChanged).length)}
                  </Text>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                <ul className={classes.settings}>
                  {ofSection.map((setting) => (
                    <SettingRow key={setting.key} setting={setting} />
                  ))}
                </ul>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Stack>
    </Paper>
  );
}
