import { Button, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId } from 'react';
import { useRunNow, useRunPicture } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';
import { judgement } from './judgement.ts';
import classes from './processing-card.module.css';

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

function Judgement() {
  const words = text.run.card.judged;
  const facts = judgement(useRunPicture(), useRunNow());
  return (
    <Table className={classes.facts} captionSide="top" withRowBorders={false} verticalSpacing={2} mt={4}>
      <Table.Caption>{words.caption}</Table.Caption>
      <Table.Tbody>
        {facts.map(([fact, value]) => (
          <Table.Tr key={fact}>
            <Table.Th scope="row" fw={500} w="16rem">
              {fact}
            </Table.Th>
            <Table.Td className="figures">{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
