import { Tabs, Title, VisuallyHidden } from '@mantine/core';
import {
  IconChartCandle,
  IconFiles,
  IconHistory,
  IconListCheck,
  IconListDetails,
  IconTimelineEvent,
  type TablerIcon,
} from '@tabler/icons-react';
import { type ComponentType, lazy, Suspense, useEffect, useRef } from 'react';
import type { RunTab } from '../../../router.tsx';
import { text } from '../../../text/text.ts';
import { TabPending } from './parts/tab-pending.tsx';
import classes from './run-tabs.module.css';
import { TimelineTab } from './timeline/timeline-tab.tsx';
import { useRunSearch } from './use-run-search.ts';

interface Tab {
  readonly name: RunTab;
  readonly icon: TablerIcon;
  readonly content: ComponentType;
}

/** The timeline is what one mostly looks at; the others are loaded when somebody wants them. */
const TABS: readonly Tab[] = [
  { name: 'timeline', icon: IconTimelineEvent, content: TimelineTab },
  {
    name: 'gantt',
    icon: IconChartCandle,
    content: lazy(async () => ({ default: (await import('./gantt/gantt-tab.tsx')).GanttTab })),
  },
  {
    name: 'items',
    icon: IconListCheck,
    content: lazy(async () => ({ default: (await import('./items/items-tab.tsx')).ItemsTab })),
  },
  {
    name: 'events',
    icon: IconListDetails,
    content: lazy(async () => ({ default: (await import('./events/events-tab.tsx')).EventsTab })),
  },
  {
    name: 'artifacts',
    icon: IconFiles,
    content: lazy(async () => ({ default: (await import('./artifacts/artifacts-tab.tsx')).ArtifactsTab })),
  },
  {
    name: 'runs',
    icon: IconHistory,
    content: lazy(async () => ({ default: (await import('./runs/runs-tab.tsx')).RunsTab })),
  },
];

/** How much of the tab before the one that is shown is seen, in px, where not all fit. */
const PEEK_PX = 40;

/** All that a run did, in tabs: timeline, Gantt, items, events, files, history. */
export function RunTabs() {
  const { search, setSearch } = useRunSearch();
  const tab = search.tab ?? 'timeline';
  const scroller = useRef<HTMLDivElement>(null);

  // Where not all tabs fit, the one that is shown may be out of sight. The page itself stays where it is.
  useEffect(() => {
    const shown = scroller.current?.querySelector<HTMLElement>(`[data-tab="${tab}"]`);
    if (scroller.current !== null && shown != null) scroller.current.scrollLeft = shown.offsetLeft - PEEK_PX;
  }, [tab]);

  function show(name: string | null): void {
    const next = TABS.find((known) => known.name === name)?.name;
    if (next === undefined) return;
    // What one tab is narrowed to says nothing in another, but for the step.
    setSearch({ tab: next, tool: undefined, outcome: undefined, action: undefined, artifact: undefined });
  }

  return (
    <section aria-label={text.runTabs.title}>
      <VisuallyHidden>
        <Title order={2}>{text.runTabs.title}</Title>
      </VisuallyHidden>
      <Tabs value={tab} onChange={show} keepMounted={false} activateTabWithKeyboard={false}>
        <div ref={scroller} className={classes.scroller}>
          <Tabs.List className={classes.list} aria-label={text.runTabs.title}>
            {TABS.map(({ name, icon: Icon }) => (
              <Tabs.Tab key={name} value={name} data-tab={name} leftSection={<Icon size={16} aria-hidden />}>
                {text.runTabs.tab[name]}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </div>
        {TABS.map(({ name, content: Content }) => (
          <Tabs.Panel key={name} value={name} pt="sm">
            <Suspense fallback={<TabPending />}>
              <Content />
            </Suspense>
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}
