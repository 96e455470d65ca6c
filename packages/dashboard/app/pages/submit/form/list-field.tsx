import { ActionIcon, Box, Button, Fieldset, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { text } from '../../../text/text.ts';
import { FieldLegend } from './field-legend.tsx';
import { type FieldProps, useFieldBasics, useFormState } from './form-state.ts';
import { withDefaults } from './with-defaults.ts';

/** A list of fields alike, to which some are added and from which some are taken. */
export function ListField(props: FieldProps) {
  const { schema, path, value, isNeeded, onChange } = props;
  const { Field } = useFormState();
  const { id, label, description, required, disabled, error } = useFieldBasics(props);
  const add = useRef<HTMLButtonElement>(null);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const item = typeof schema.items === 'object' ? schema.items : {};

  function remove(index: number): void {
    const others = items.filter((_, each) => each !== index);
    onChange(others.length === 0 && !isNeeded ? undefined : others);
    // The button that was pressed is gone.
    add.current?.focus();
  }

  return (
    <Fieldset id={id} disabled={disabled} legend={<FieldLegend name={label} isNeeded={required} />}>
      <Stack gap="sm">
        {description !== undefined && (
          <Text size="sm" c="dimmed">
            {description}
          </Text>
        )}
        {items.map((each, index) => {
          const place = `${path}[${index}]`;
          const title = `${label} ${index + 1}`;
          return (
            <Group key={place} gap="xs" align="flex-start" wrap="nowrap">
              <Box flex={1} miw={0}>
                <Field
                  schema={{ ...item, title }}
                  path={place}
                  value={each}
                  isNeeded
                  onChange={(next) => onChange(items.with(index, next))}
                />
              </Box>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                mt={24}
                aria-label={text.submit.removeItem(title)}
                onClick={() => remove(index)}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            </Group>
          );
        })}
        {error !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            {error}
          </Text>
        )}
        <Button
          ref={add}
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          disabled={schema.maxItems !== undefined && items.length >= schema.maxItems}
          onClick={() => onChange([...items, withDefaults(item, undefined) ?? null])}
        >
          {text.submit.addItem(label)}
        </Button>
      </Stack>
    </Fieldset>
  );
}
