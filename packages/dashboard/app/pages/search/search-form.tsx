import { Group, Input, Pill, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SEARCH_MODES } from '@telltale/api';
import { client } from '../../live/client.ts';
import { languageName } from '../../parts/language-name.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { text } from '../../text/text.ts';
import { ShowField } from '../episodes/show-field.tsx';
import { type Asked, modeOf } from './queries.ts';

interface SearchFormProps {
  readonly asked: Asked;
  readonly onChange: (part: Asked) => void;
}

/** What is looked for, and where. */
export function SearchForm({ asked, onChange }: SearchFormProps) {
  const words = text.search;
  return (
    <Stack component="search" gap="sm">
      <SearchField
        label={words.field}
        placeholder={words.placeholder}
        size="md"
        value={asked.text ?? ''}
        onSearch={(value) => onChange({ text: value || undefined })}
      />
      <Group align="flex-end" gap="sm">
        <Input.Wrapper label={words.mode} labelElement="div">
          <div>
            <SegmentedControl
              size="xs"
              aria-label={words.mode}
              value={modeOf(asked)}
              data={SEARCH_MODES.map((mode) => ({ value: mode, label: words.modes[mode] }))}
              onChange={(mode) => onChange({ mode: mode === 'hybrid' ? undefined : mode })}
            />
          </div>
        </Input.Wrapper>
        <LanguageField value={asked.language} onChange={(language) => onChange({ language })} />
        <div style={{ flex: '1 1 10rem' }}>
          <ShowField value={asked.show ?? ''} onChange={(show) => onChange({ show: show || undefined })} />
        </div>
        <Group gap="sm" wrap="nowrap">
          <TextInput
            type="date"
            w={145}
            label={words.from}
            value={asked.from ?? ''}
            onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
          />
          <TextInput
            type="date"
            w={145}
            label={words.to}
            value={asked.to ?? ''}
            onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
          />
        </Group>
      </Group>
      <Group gap="xs">
        {asked.episode !== undefined && (
          <Dropped label={words.within} onDrop={() => onChange({ episode: undefined })} />
        )}
        {asked.entity !== undefined && (
          <OfEntity entityId={asked.entity} onDrop={() => onChange({ entity: undefined })} />
        )}
      </Group>
    </Stack>
  );
}

interface LanguageFieldProps {
  readonly value: string | undefined;
  readonly onChange: (language: string | undefined) => void;
}

/** The languages of the newest episodes. */
function LanguageField({ value, onChange }: LanguageFieldProps) {
  const { data: known = [] } = useQuery({
    queryKey: ['languages'],
    queryFn: ({ signal }) => client.listEpisodes({ limit: 500 }, { signal }),
    select: ({ episodes }) =>
      [...new Set(episodes.flatMap(({ language }) => (language === null ? [] : [language])))].toSorted(),
    staleTime: 60_000,
  });
  const languages = value === undefined || known.includes(value) ? known : [value, ...known];
  return (
    <Select
      w={145}
      label={text.search.language}
      placeholder={text.search.anyLanguage}
      value={value ?? null}
      data={languages.map((code) => ({ value: code, label: languageName(code) }))}
      clearable
      clearButtonProps={{ 'aria-label': text.common.clear }}
      onChange={(language) => onChange(language ?? undefined)}
    />
  );
}

function OfEntity({ entityId, onDrop }: { readonly entityId: number; readonly onDrop: () => void }) {
  const { data } = useQuery({
    queryKey: ['entity', entityId, 'name'],
    queryFn: ({ signal }) => client.getEntity({ entityId, limit: 1 }, { signal }),
    staleTime: 60_000,
  });
  return <Dropped label={text.search.ofEntity(data?.name ?? String(entityId))} onDrop={onDrop} />;
}

function Dropped({ label, onDrop }: { readonly label: string; readonly onDrop: () => void }) {
  return (
    <Pill
      size="md"
      withRemoveButton
      onRemove={onDrop}
      removeButtonProps={{ 'aria-label': text.search.drop(label), tabIndex: 0, 'aria-hidden': false }}
    >
      {label}
    </Pill>
  );
}
