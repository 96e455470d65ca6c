import { Button, Code, Group, Loader, Skeleton, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RunList } from '../../live/run-pages.ts';
import { useFrozenAt } from '../../live/use-runs.ts';
import { Empty } from '../../parts/empty.tsx';
import { text } from '../../text/text.ts';
import classes from './runs-end.module.css';

interface RunsEndProps {
  readonly list: RunList;
  readonly isFiltered: boolean;
  readonly onClear: () => void;
}

/** What stands below a list of runs: that more is coming, how many there are, or why there are none. */
export function RunsEnd({ list, isFiltered, onClear }: RunsEndProps) {
  const { runs, state, hasMore, error } = list;
  const isOffline = useFrozenAt() !== null;
  if (state === 'loading' || (hasMore && runs.length === 0)) {
    return error === null && !isOffline ? <LoadingRows rows={runs.length === 0 ? 6 : 1} /> : null;
  }
  if (list.isLoadingMore) {
    return (
      <Group justify="center" gap="xs">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{text.common.loadingMore}</Text>
      </Group>
    );
  }
  if (runs.length > 0) {
    return (
      <Text size="sm" c="dimmed" ta="center" className="figures">
        {text.runs.shown(runs.length, hasMore)}
      </Text>
    );
  }
  return isFiltered ? (
    <Empty title={text.runs.noneMatch} detail={text.runs.noneMatchDetail}>
      <Button variant="default" onClick={onClear}>
        {text.runs.clear}
      </Button>
    </Empty>
  ) : (
    <Empty title={text.runs.empty} detail={text.runs.emptyDetail}>
      <Code>{text.runs.emptyCommand}</Code>
      <Button component={Link} to="/submit" mt="xs">
        {text.runs.submit}
      </Button>
    </Empty>
  );
}

function LoadingRows({ rows }: { readonly rows: number }) {
  return (
    <Stack gap="xs" className={classes.late} role="status" aria-label={text.common.loading}>
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <Skeleton key={index} height={72} aria-hidden />
      ))}
    </Stack>
  );
}
