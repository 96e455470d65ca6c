import { Fieldset, Stack, Text } from '@mantine/core';
import { FieldLegend } from './field-legend.tsx';
import { type FieldProps, useFieldBasics, useFormState } from './form-state.ts';
import { isRecord } from './json-schema.ts';

/** The fields of an object; in a frame with its name where it is a part of another one. */
export function ObjectField(props: FieldProps) {
  const { schema, path, value, onChange } = props;
  const { Field } = useFormState();
  const { id, label, description, required, disabled, error } = useFieldBasics(props);
  const fields = isRecord(value) ? value : {};

  function change(name: string, next: unknown): void {
    const { [name]: _, ...others } = fields;
    onChange(next === undefined ? others : { ...fields, [name]: next });
  }

  const content = (
    <Stack gap="md">
      {description !== undefined && (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
      {Object.entries(schema.properties ?? {}).map(([name, field]) => (
        <Field
          key={name}
          schema={field}
          path={path === '' ? name : `${path}.${name}`}
          value={fields[name]}
          isNeeded={schema.required?.includes(name) ?? false}
          onChange={(next) => change(name, next)}
        />
      ))}
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  );
  if (path === '') return content;
  return (
    <Fieldset id={id} disabled={disabled} legend={<FieldLegend name={label} isNeeded={required} />}>
      {content}
    </Fieldset>
  );
}
