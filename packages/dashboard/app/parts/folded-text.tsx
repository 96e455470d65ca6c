import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { text } from '../text/text.ts';

const FOLDED_LINES = 6;
/** What certainly fits into so many lines also on a phone. */
const SHORT_CHARACTERS = 200;

/** A text as it stands, of which a long one shows its beginning. */
export function FoldedText({ children }: { readonly children: string }) {
  const [isOpen, setOpen] = useState(false);
  const isLong = children.length > SHORT_CHARACTERS || children.split('\n').length > FOLDED_LINES;
  return (
    <>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }} {...(isLong && !isOpen ? { lineClamp: FOLDED_LINES } : {})}>
        <bdi>{children}</bdi>
      </Text>
      {isLong && (
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? text.common.showLess : text.common.showAll}
        </Button>
      )}
    </>
  );
}
