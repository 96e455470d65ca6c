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
import { type ComponentType, lazy, Suspense } from 'react';
import { RUN_TABS, type RunTab } from '../../../router.tsx';
import { text } from '../../../text/text.ts';
import { TabPending } from './parts/tab-pending.tsx';
import classes from './run-tabs.module.css';
import { TimelineTab } from './timeline/timeline-tab.tsx';
import { useRunSearch } from './use-run-search.ts';

interface Tab {
  readonly icon: TablerIcon;
  readonly content: ComponentType;
}

/** The timeline is what one mostly looks at; the others are loaded when somebody wants them. */
const TABS: Readonly<Record<RunTab, Tab>> = {
  timeline: { icon: IconTimelineEvent, content: TimelineTab },
  gantt: {
    icon: IconChartCandle,
    content: lazy(async () => ({ default: (await import('./gantt/gantt-tab.tsx')).GanttTab })),
  },
  items: {
    icon: IconListCheck,
    content: lazy(async () => ({ default: (await import('./items/items-tab.tsx')).ItemsTab })),
  },
  events: {
    icon: IconListDetails,
    content: lazy(async () => ({ default: (await import('./events/events-tab.tsx')).EventsTab })),
  },
  artifacts: {
    icon: IconFiles,
    content: lazy(async () => ({ default: (await import('./artifacts/artifacts-tab.tsx')).ArtifactsTab })),
  },
  runs: {
    icon: IconHistory,
    content: lazy(async () => ({ default: (await import('./runs/runs-tab.tsx')).RunsTab })),
  },
};

/** All that a run did, in tabs: timeline, Gantt, items, events, files, history. */
export function RunTabs() {
  const { search, setSearch } = useRunSearch();
  const tab = search.tab ?? 'timeline';

  function show(name: string | null): void {
    const next = RUN_TABS.find((known) => known === name);
    // What one tab is narrowed to says nothing in another, but for the step.
    if (next !== undefined)
      setSearch({ tab: next, tool: undefined, outcome: undefined, action: undefined, artifact: undefined });
  }

  return (
    <section aria-label={text.runTabs.title}>
      <VisuallyHidden>
        <Title order={2}>{text.runTabs.title}</Title>
      </VisuallyHidden>
      <Tabs value={tab} onChange={show} keepMounted={false} activateTabWithKeyboard={false}>
        <div className={classes.scroller}>
          <Tabs.List className={classes.list} aria-label={text.runTabs.title}>
            {RUN_TABS.map((name) => {
              const { icon: Icon } = TABS[name];
              return (
                <Tabs.Tab key={name} value={name} leftSection={<Icon size={16} aria-hidden />}>
                  {text.runTabs.tab[name]}
                </Tabs.Tab>
              );
            })}
          </Tabs.List>
        </div>
        {RUN_TABS.map((name) => {
          const { content: Content } = TABS[name];
          return (
            <Tabs.Panel key={name} value={name} pt="sm">
              <Suspense fallback={<TabPending />}>
                <Content />
              </Suspense>
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </section>
  );
}
