import { UnstyledButton } from '@mantine/core';
import { IconHandStop, type TablerIcon } from '@tabler/icons-react';
import { formatNumber, type VerdictName } from '@telltale/core';
import { useRunCounts } from '../../live/use-runs.ts';
import { VERDICT_ICON } from '../../parts/verdict-pill.tsx';
import { text } from '../../text/text.ts';
import { filterOf, type RunsSearch, toggleVerdict } from './runs-search.ts';
import classes from './verdict-toggles.module.css';

/** What somebody should look at, the worst first. */
const NEED_LOOK = ['stuck', 'orphaned', 'failed', 'looping', 'quiet', 'paused'] as const;
const OTHERS = ['working', 'queued', 'pausing', 'succeeded', 'cancelled'] as const;

interface VerdictTogglesProps {
  readonly search: RunsSearch;
  readonly onChange: (change: RunsSearch) => void;
}

/** How many runs have each verdict; each count shows those runs alone when pressed. */
export function VerdictToggles({ search, onChange }: VerdictTogglesProps) {
  const counts = useRunCounts(search.pipeline).data;
  const pressed = filterOf(search).verdict ?? [];

  const toggles = (names: readonly VerdictName[]) =>
    names.map((name) => (
      <CountToggle
        key={name}
        verdict={name}
        icon={VERDICT_ICON[name]}
        word={text.verdictWord[name]}
        meaning={text.verdictMeaning[name]}
        count={counts?.byVerdict[name] ?? null}
        isPressed={pressed.includes(name)}
        onPress={() => onChange({ verdict: toggleVerdict(search, name) })}
      />
    ));

  return (
    <section className={classes.groups} aria-label={text.runs.counts}>
      <fieldset className={classes.group}>
        <legend className={classes.label}>{text.runs.needLook}</legend>
        <CountToggle
          verdict="paused"
          icon={IconHandStop}
          word={text.runs.waiting}
          meaning={text.runs.waitingMeaning}
          count={counts?.waiting ?? null}
          isPressed={search.waiting === true}
          onPress={() => onChange({ waiting: search.waiting === true ? undefined : true })}
        />
        {toggles(NEED_LOOK)}
      </fieldset>
      <fieldset className={classes.group}>
        <legend className={classes.label}>{text.runs.others}</legend>
        {toggles(OTHERS)}
      </fieldset>
    </section>
  );
}

interface CountToggleProps {
  readonly verdict: VerdictName;
  readonly icon: TablerIcon;
  readonly word: string;
  readonly meaning: string;
  /** `null` until it is known. */
  readonly count: number | null;
  readonly isPressed: boolean;
  readonly onPress: () => void;
}

function CountToggle({ verdict, icon: Icon, word, meaning, count, isPressed, onPress }: CountToggleProps) {
  return (
    <UnstyledButton
      className={classes.toggle}
      data-verdict={verdict}
      data-none={count === null || count === 0}
      aria-pressed={isPressed}
      title={meaning}
      onClick={onPress}
    >
      <Icon size={16} aria-hidden />
      {word} <span className={`figures ${classes.count}`}>{count === null ? '–' : formatNumber(count)}</span>
    </UnstyledButton>
  );
}
