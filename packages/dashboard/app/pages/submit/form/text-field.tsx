import { Textarea, TextInput } from '@mantine/core';
import { type FieldProps, useFieldBasics } from './form-state.ts';
import { fromLocalTime, toLocalTime } from './local-time.ts';

/** Texts that may be longer than this get more than one line. */
const ONE_LINE_CHARACTERS = 300;

/** The browser's own fields: they are read out, and take the keyboard and what is pasted. */
const INPUT_TYPE: Readonly<Record<string, string>> = {
  uri: 'url',
  email: 'email',
  date: 'date',
  time: 'time',
  'date-time': 'datetime-local',
};

/** A text, an address, a day or a time. */
export function TextField(props: FieldProps) {
  const { schema, value, onChange } = props;
  const { format, pattern, maxLength = 0 } = schema;
  const isTime = format === 'date-time';
  const written = typeof value === 'string' ? value : '';
  const shown = {
    ...useFieldBasics(props),
    value: isTime ? toLocalTime(written) : written,
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      const text = isTime ? fromLocalTime(currentTarget.value) : currentTarget.value;
      onChange(text === '' ? undefined : text);
    },
    autoComplete: 'off',
  };
  const isLong = maxLength > ONE_LINE_CHARACTERS && format === undefined && pattern === undefined;
  if (isLong) return <Textarea {...shown} autosize minRows={3} maxRows={16} />;
  return (
    <TextInput
      {...shown}
      type={INPUT_TYPE[format ?? ''] ?? 'text'}
      {...(isTime || format === 'time' ? { step: 1, styles: { wrapper: { maxWidth: '14rem' } } } : {})}
    />
  );
}
