import { Code, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ArtifactView, formatBytes } from '@telltale/core';
import { asApiError, client } from '../../../../live/client.ts';
import { useCurrentRun } from '../../../../live/use-run.ts';
import { Failure } from '../../../../parts/failure.tsx';
import { text } from '../../../../text/text.ts';

const words = text.runTabs.artifacts;

/** How much of a file is shown, in bytes. */
const SHOWN_BYTES = 64_000;

/** The beginning of a file of text; JSON that is there as a whole is indented. */
export function TextPreview({ artifact }: { readonly artifact: ArtifactView }) {
  const { runId } = useCurrentRun();
  const { artifactId, name, bytes } = artifact;
  const { data, error, refetch } = useQuery({
    queryKey: ['artifact-text', runId, artifactId],
    queryFn: async ({ signal }) => {
      const range = bytes > SHOWN_BYTES ? { range: `bytes=0-${SHOWN_BYTES - 1}` } : {};
      const response = await client.getArtifact({ runId, artifactId }, { signal, ...range });
      return await response.text();
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) {
    return <Failure error={asApiError(error)} title={words.contentFailed} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton height={200} />;
  return (
    <>
      <Code block tabIndex={0} role="region" aria-label={words.content(name)} mah="60dvh" style={{ overflow: 'auto' }}>
        {indented(data)}
      </Code>
      {bytes > SHOWN_BYTES && (
        <Text size="sm" c="dimmed">
          {words.cut(formatBytes(SHOWN_BYTES), formatBytes(bytes))}
        </Text>
      )}
    </>
  );
}

function indented(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}
