import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/empty.tsx';
import { Page } from '../parts/page.tsx';
import { text } from '../text/text.ts';

export function NotFoundPage() {
  const { title, detail, home } = text.shell.notFound;
  return (
    <Page title={title}>
      <Empty title={detail}>
        <Button component={Link} to="/">
          {home}
        </Button>
      </Empty>
    </Page>
  );
}
