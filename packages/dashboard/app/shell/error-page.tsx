import { Alert, Button, Code } from '@mantine/core';
import { useEffect } from 'react';
import { Page } from '../parts/page.tsx';
import { text } from '../text/text.ts';
import { isMissingPart, reloadWhenThere } from './missing-part.ts';

/** For a page that could not be loaded, and for a fault of the dashboard itself. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  if (isMissingPart(error)) return <MissingPart />;
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

function MissingPart() {
  const { title, detail } = text.shell.missingPart;
  useEffect(reloadWhenThere, []);
  return (
    <Page title={title}>
      <Alert color="orange" role="alert">
        {detail}
      </Alert>
    </Page>
  );
}
