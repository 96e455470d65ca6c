import { Text } from '@mantine/core';
import { formatAge } from '@telltale/core';
import { useRunNow } from '../../../../live/use-run.ts';
import { text } from '../../../../text/text.ts';
import { Outcome } from '../parts/outcome.tsx';
import type { ItemRow } from './item-rows.ts';
import classes from './items.module.css';

const words = text.runTabs.items;

/** One item: what it is, how it stands, how often it was tried, and why it failed. */
export function ItemLine({ row }: { readonly row: ItemRow }) {
  if (row.kind === 'current') {
    const { key, label, since } = row.item;
    return (
      <div className={classes.line}>
        <ItemName itemKey={key} label={label ?? null} />
        <Outcome outcome="running" />
        <span />
        <InWork since={since} />
      </div>
    );
  }
  const { item, failure } = row;
  return (
    <div className={classes.line}>
      <ItemName itemKey={item.key} label={failure?.label ?? null} />
      <Outcome outcome={item.outcome} />
      <span className="figures">{words.tries(item.attempts)}</span>
      <span className={classes.error}>
        {item.outcome === 'failed' && <bdi>{failure?.error.message ?? words.errorUnknown}</bdi>}
      </span>
    </div>
  );
}

function ItemName({ itemKey, label }: { readonly itemKey: string; readonly label: string | null }) {
  return (
    <span className={classes.name}>
      <bdi>{label ?? itemKey}</bdi>
      {label !== null && label !== itemKey && (
        <Text span size="xs" c="dimmed">
          {' '}
          {itemKey}
        </Text>
      )}
    </span>
  );
}

function InWork({ since }: { readonly since: string }) {
  const now = useRunNow();
  return <span className="figures">{words.inWork(formatAge(now - Date.parse(since)))}</span>;
}
