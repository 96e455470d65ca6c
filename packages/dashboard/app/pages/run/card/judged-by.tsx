import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { later } from '../../../parts/later.tsx';
import { text } from '../../../text/text.ts';
import classes from './processing-card.module.css';

/** Few doubt it. */
const Judgement = later(async () => (await import('./judgement-table.tsx')).JudgementTable);

/** For whoever doubts the verdict: all that it is made of. */
export function JudgedBy() {
  const words = text.run.card.judged;
  const [isShown, { toggle }] = useDisclosure(false);
  const id = useId();
  return (
    <div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-expanded={isShown}
        aria-controls={id}
        leftSection={isShown ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
        onClick={toggle}
      >
        {isShown ? words.hide : words.show}
      </Button>
      <div id={id} className={classes.scroller}>
        {isShown && <Judgement />}
      </div>
    </div>
  );
}
