import { Alert, Button, Code } from '@mantine/core';
import { Page } from '../parts/page.tsx';
import { text } from '../text/text.ts';

/** For a fault of the dashboard itself. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const { title, detail, reload } = text.shell.crashed;
  return (
    <Page title={title}>
      <Alert color="red" title={detail} role="alert">
        <Code block>{error instanceof Error ? error.message : String(error)}</Code>
        <Button mt="sm" onClick={() => window.location.reload()}>
          {reload}
        </Button>
      </Alert>
    </Page>
  );
}
