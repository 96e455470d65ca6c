import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { text } from '../../../../text/text.ts';

interface NewsButtonProps {
  /** How many came while the reader was elsewhere in the list. */
  readonly count: number;
  readonly onShow: () => void;
}

/** Leads back to the newest of a list, which does not move under who reads further down. */
export function NewsButton({ count, onShow }: NewsButtonProps) {
  if (count <= 0) return null;
  return (
    <Button
      size="compact-sm"
      radius="xl"
      leftSection={<IconArrowUp size={14} aria-hidden />}
      aria-label={text.runTabs.newsLabel(count)}
      onClick={onShow}
      className="figures"
    >
      {text.runTabs.news(count)}
    </Button>
  );
}
