import { Table } from '@mantine/core';
import { useRunNow, useRunPicture } from '../../../live/use-run.ts';
import { text } from '../../../text/text.ts';
import { judgement } from './judgement.ts';
import classes from './processing-card.module.css';

/** All that the verdict is made of, as it changes. */
export function JudgementTable() {
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
