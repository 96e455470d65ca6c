import { Badge, Group, Select, Stack, Text } from '@mantine/core';
import type { AnswerOf } from '@telltale/api';
import { text } from '../../text/text.ts';

export type Pipeline = AnswerOf<'listPipelines'>['pipelines'][number];

interface PipelineChoiceProps {
  readonly pipelines: readonly Pipeline[];
  readonly chosen: Pipeline | undefined;
  readonly onChoose: (name: string) => void;
}

/** Which pipeline is submitted, with its steps. */
export function PipelineChoice({ pipelines, chosen, onChoose }: PipelineChoiceProps) {
  const { pipeline, pipelineHint, steps, stepsOf, version } = text.submit;
  const byName = new Map(pipelines.map((each) => [each.name, each]));
  return (
    <Stack gap="xs">
      <Select
        label={pipeline}
        description={pipelineHint}
        data={pipelines.map(({ name }) => name)}
        value={chosen?.name ?? null}
        onChange={(name) => name !== null && onChoose(name)}
        allowDeselect={false}
        searchable={pipelines.length > 8}
        maxDropdownHeight={400}
        renderOption={({ option }) => (
          <Stack gap={0}>
            <Text size="sm" fw={600}>
              {option.value}
            </Text>
            <Text size="xs" c="dimmed">
              {stepsOf(byName.get(option.value)?.steps ?? [])}
            </Text>
          </Stack>
        )}
      />
      {chosen !== undefined && (
        <Group gap="xs">
          <Badge variant="light" tt="none">
            {steps(chosen.steps.length)}
          </Badge>
          <Text size="sm" c="dimmed">
            <bdi>{stepsOf(chosen.steps)}</bdi>
          </Text>
          <Text size="sm" c="dimmed">
            {version(chosen.version)}
          </Text>
        </Group>
      )}
    </Stack>
  );
}
