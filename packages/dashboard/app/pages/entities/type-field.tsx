import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../live/client.ts';
import { text } from '../../text/text.ts';

interface TypeFieldProps {
  readonly value: string | undefined;
  readonly onChange: (type: string | undefined) => void;
}

/** Of what kind they are to be. The kinds are those of what is mentioned most. */
export function TypeField({ value, onChange }: TypeFieldProps) {
  const { data: known = [] } = useQuery({
    queryKey: ['entity-types'],
    queryFn: ({ signal }) => client.listEntities({ limit: 500 }, { signal }),
    select: ({ entities }) => [...new Set(entities.map(({ type }) => type))].toSorted(),
    staleTime: 60_000,
  });
  const types = value === undefined || known.includes(value) ? known : [value, ...known];
  return (
    <NativeSelect
      label={text.entities.type}
      value={value ?? ''}
      data={[
        { value: '', label: text.entities.anyType },
        ...types.map((type) => ({ value: type, label: text.entities.typeName(type) })),
      ]}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}
