import { ActionIcon, Checkbox, Fieldset, Stack, Text } from '@mantine/core';
import type {
  ArrayFieldDescriptionProps,
  ArrayFieldTitleProps,
  DescriptionFieldProps,
  FieldErrorProps,
  IconButtonProps,
  ObjectFieldTemplateProps,
  WidgetProps,
} from '@rjsf/utils';
import { errorId, titleId } from '@rjsf/utils';
import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconX, type TablerIcon } from '@tabler/icons-react';
import { text } from '../../../text/text.ts';

// Those of the theme have headings of a fixed level, and do not say what is wrong with a list as a whole.

/** Fields among each other; those of an object within the input in a frame with its name. */
export function ObjectFields({ title, description, properties, required, fieldPathId }: ObjectFieldTemplateProps) {
  const fields = (
    <Stack gap="sm">
      {description !== undefined && description !== '' && (
        <Text size="sm" c="dimmed">
          {description}
        </Text>
      )}
      {properties
        .filter(({ hidden }) => !hidden)
        .map(({ name, content }) => (
          <div key={name}>{content}</div>
        ))}
    </Stack>
  );
  return fieldPathId.path.length === 0 || title === '' ? (
    fields
  ) : (
    <Fieldset id={fieldPathId.$id} legend={<FieldName name={title} isNeeded={required === true} />}>
      {fields}
    </Fieldset>
  );
}

export function ListTitle({ title, required, fieldPathId }: ArrayFieldTitleProps) {
  return (
    <span id={titleId(fieldPathId)}>
      <FieldName name={title ?? ''} isNeeded={required === true} />
    </span>
  );
}

function FieldName({ name, isNeeded }: { readonly name: string; readonly isNeeded: boolean }) {
  return (
    <>
      {name}
      {isNeeded && (
        <Text span c="red" aria-hidden>
          {' *'}
        </Text>
      )}
    </>
  );
}

export function FieldDescription({ id, description }: DescriptionFieldProps) {
  if (description === undefined || description === '') return null;
  return (
    <Text id={id} size="sm" c="dimmed">
      {description}
    </Text>
  );
}

export function ListDescription({ description }: ArrayFieldDescriptionProps) {
  return (
    <Text size="sm" c="dimmed" mb="xs">
      {description}
    </Text>
  );
}

/** What is wrong with a list or an object as a whole; other fields say it themselves. */
export function WholeFieldErrors({ errors = [], schema, fieldPathId }: FieldErrorProps) {
  const isWhole = schema.type === 'array' || schema.type === 'object';
  if (!isWhole || errors.length === 0 || fieldPathId.path.length === 0) return null;
  return (
    <Text id={errorId(fieldPathId)} size="xs" c="red" mt={4}>
      {errors}
    </Text>
  );
}

export function YesOrNo({
  id,
  value,
  label,
  required,
  disabled,
  readonly,
  schema,
  options,
  rawErrors,
  onChange,
}: WidgetProps) {
  return (
    <Checkbox
      id={id}
      checked={value === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      label={label}
      description={options.description ?? schema.description}
      required={required === true}
      disabled={disabled === true || readonly === true}
      error={rawErrors?.join(' ')}
    />
  );
}

function buttonOf(label: string, Icon: TablerIcon) {
  return function ItemButton({ id, disabled = false, onClick }: IconButtonProps) {
    return (
      <ActionIcon
        id={id}
        variant="subtle"
        color="gray"
        size="md"
        aria-label={label}
        title={label}
        disabled={disabled}
        onClick={onClick}
      >
        <Icon size={18} aria-hidden />
      </ActionIcon>
    );
  };
}

export const itemButtons = {
  AddButton: buttonOf(text.submit.addItem, IconPlus),
  RemoveButton: buttonOf(text.submit.removeItem, IconX),
  MoveUpButton: buttonOf(text.submit.moveUp, IconArrowUp),
  MoveDownButton: buttonOf(text.submit.moveDown, IconArrowDown),
  CopyButton: buttonOf(text.submit.copyItem, IconCopy),
  ClearButton: buttonOf(text.submit.clearField, IconX),
};
