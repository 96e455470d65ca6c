import { Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { asApiError, client } from '../../../live/client.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Failure } from '../../../parts/failure.tsx';
import { text } from '../../../text/text.ts';
import type { Episode } from '../queries.ts';
import { changesOf, detailsOf, EDITABLE, type Editable } from './details-form.ts';

interface EditDialogProps {
  readonly episode: Episode;
  readonly onClose: () => void;
}

/** Corrects the details of an episode; what the server does not take is said at its field. */
export function EditDialog({ episode, onClose }: EditDialogProps) {
  const [before] = useState(() => detailsOf(episode));
  const [details, setDetails] = useState(before);
  const queries = useQueryClient();
  const { episodeId } = episode;
  const changes = changesOf(before, details);
  const isChanged = Object.keys(changes).length > 0;
  const words = text.episodes.manage;
  const save = useMutation({
    mutationFn: () => client.editEpisode({ episodeId, ...changes }),
    onSuccess: () => {
      notifications.show({ message: words.saved });
      void queries.invalidateQueries({ queryKey: ['episode', episodeId] });
      onClose();
    },
  });
  const error = save.error === null ? null : asApiError(save.error);
  const faultOf = (field: Editable) => error?.faults.find(({ path }) => path === field)?.message;
  // What belongs to no field stands above them.
  const isElsewhere = error !== null && !EDITABLE.some((field) => faultOf(field) !== undefined);

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isChanged) save.mutate();
  }

  return (
    <Dialog onClose={onClose} size="lg" title={words.editTitle}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <Text size="sm">{words.editDetail}</Text>
          {isElsewhere && <Failure title={words.failed} error={error} />}
          {EDITABLE.map((field) => (
            <Field
              key={field}
              field={field}
              value={details[field]}
              fault={faultOf(field)}
              onChange={(value) => setDetails((known) => ({ ...known, [field]: value }))}
            />
          ))}
          <Group justify="flex-end">
            {!isChanged && (
              <Text size="sm" c="dimmed">
                {words.unchanged}
              </Text>
            )}
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!isChanged}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface FieldProps {
  readonly field: Editable;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}

const INPUT_TYPE: Partial<Record<Editable, string>> = { publishedAt: 'date', imageUrl: 'url', audioUrl: 'url' };
const HINT: Partial<Record<Editable, string>> = text.episodes.manage.hints;

function Field({ field, value, fault, onChange }: FieldProps) {
  const label = text.episodes.manage.fields[field];
  if (field === 'description') {
    return (
      <Textarea
        label={label}
        value={value}
        error={fault}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={label}
      description={HINT[field]}
      type={INPUT_TYPE[field] ?? 'text'}
      value={value}
      error={fault}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
