import { Alert, Stack, Title } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { Empty } from '../../../../parts/empty.tsx';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';
import { isPicture, picturesOf } from '../../parts/pictures.ts';
import { PictureDialog } from '../parts/picture-dialog.tsx';
import { TabPending } from '../parts/tab-pending.tsx';
import { WindowedList } from '../parts/windowed-list.tsx';
import { useRunSearch } from '../use-run-search.ts';
import { ArtifactPreview } from './artifact-preview.tsx';
import { FileRow } from './file-row.tsx';
import { PictureGrid } from './picture-grid.tsx';
import { useArtifacts } from './use-artifacts.ts';

const words = text.runTabs.artifacts;
const ROW_HEIGHT = 45;

/** The files that the run has stored: pictures side by side, all others in a list. Each opens here where it can. */
export function ArtifactsTab() {
  const { runId } = useCurrentRun();
  const { search, setSearch } = useRunSearch();
  const { artifacts, state, error, retry } = useArtifacts();
  const pictures = useMemo(() => picturesOf(artifacts), [artifacts]);
  const files = useMemo(() => artifacts.filter((artifact) => !isPicture(artifact)).toReversed(), [artifacts]);
  const open = useCallback(
    (artifactId: string | null) => setSearch({ artifact: artifactId ?? undefined }),
    [setSearch],
  );
  const wanted = artifacts.find(({ artifactId }) => artifactId === search.artifact);

  if (artifacts.length === 0 && state === 'loading') return <TabPending />;
  return (
    <Stack gap="md">
      {error !== null && <Failure error={error} onRetry={retry} />}
      {search.artifact !== undefined && wanted === undefined && state === 'ready' && (
        <Alert color="yellow" role="status">
          {words.missing}
        </Alert>
      )}
      {artifacts.length === 0 && error === null && <Empty title={words.none} detail={words.noneDetail} />}
      {files.length > 0 && (
        <Stack gap="xs">
          <Title order={3} size="h5">
            {pictures.length > 0 ? words.otherFiles(files.length) : words.files(files.length)}
          </Title>
          <WindowedList label={words.label} count={files.length} rowHeight={ROW_HEIGHT}>
            {(index) => {
              const artifact = files[index];
              return artifact !== undefined && <FileRow runId={runId} artifact={artifact} onOpen={open} />;
            }}
          </WindowedList>
        </Stack>
      )}
      {pictures.length > 0 && <PictureGrid runId={runId} pictures={pictures} onOpen={open} />}
      <PictureDialog runId={runId} pictures={pictures} openId={search.artifact ?? null} onOpen={open} />
      <ArtifactPreview
        runId={runId}
        artifact={wanted === undefined || isPicture(wanted) ? null : wanted}
        onClose={() => open(null)}
      />
    </Stack>
  );
}
