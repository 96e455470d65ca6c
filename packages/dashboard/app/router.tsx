import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { EVENT_TYPES, RUN_STATES, VERDICTS } from '@telltale/core';
import { ErrorPage } from './shell/error-page.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { Shell } from './shell/shell.tsx';

// What stands in an address after the question mark may be anything: each page takes what it knows of it.

const text = (value: unknown): string | undefined =>
  value === undefined || value === '' || typeof value === 'object' ? undefined : String(value);
const number = (value: unknown): number | undefined => {
  const read = Number(value);
  return value === undefined || value === '' || !Number.isFinite(read) || read < 0 ? undefined : read;
};
const yes = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined);
function oneOf<const T extends readonly string[]>(words: T, value: unknown): T[number] | undefined {
  return words.find((word) => word === value);
}
function listOf<const T extends readonly string[]>(words: T, value: unknown): T[number][] | undefined {
  const wanted = (text(value) ?? '').split(',');
  const known = words.filter((word) => wanted.includes(word));
  return known.length === 0 ? undefined : known;
}

const root = createRootRoute({ component: Shell, errorComponent: ErrorPage, notFoundComponent: NotFoundPage });

type Search = Record<string, unknown>;
type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** Which runs are listed. `verdict` and `status` are words with commas between them. */
type RunsSearch = Optional<{
  pipeline: string;
  subject: string;
  text: string;
  verdict: string;
  status: string;
  waiting: true;
}>;

const runs = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: (search: Search): RunsSearch => ({
    pipeline: text(search.pipeline),
    subject: text(search.subject),
    text: text(search.text),
    verdict: listOf(VERDICTS, search.verdict)?.join(','),
    status: listOf(RUN_STATES, search.status)?.join(','),
    waiting: yes(search.waiting),
  }),
}).lazy(() => import('./pages/runs/runs-page.tsx').then(({ route }) => route));

const RUN_TABS = ['timeline', 'gantt', 'items', 'events', 'artifacts', 'runs'] as const;
export type RunTab = (typeof RUN_TABS)[number];

type RunSearch = Optional<{
  tab: RunTab;
  /** Which step the items, actions or events are of. */
  step: string;
  tool: string;
  outcome: string;
  /** An action or an artifact that is shown larger. */
  action: string;
  artifact: string;
  /** `actions`: without the milestones between them. */
  show: 'actions';
  /** Which events are listed: their types, with commas between them. */
  types: string;
}>;

/** Where somebody looks for the runs who has the address of one. */
const runsByName = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  beforeLoad: () => {
    throw redirect({ to: '/', replace: true });
  },
});

const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$runId',
  validateSearch: (search: Search): RunSearch => ({
    tab: oneOf(RUN_TABS, search.tab),
    step: text(search.step),
    tool: text(search.tool),
    outcome: text(search.outcome),
    action: text(search.action),
    artifact: text(search.artifact),
    show: oneOf(['actions'], search.show),
    types: listOf(EVENT_TYPES, search.types)?.join(','),
  }),
}).lazy(() => import('./pages/run/run-page.tsx').then(({ route }) => route));

const needsYou = createRoute({ getParentRoute: () => root, path: '/needs-you' }).lazy(() =>
  import('./pages/needs-you/needs-you-page.tsx').then(({ route }) => route),
);

const episodes = createRoute({
  getParentRoute: () => root,
  path: '/episodes',
  /** `ready`: only those that can be searched. */
  validateSearch: (search: Search): Optional<{ text: string; show: string; ready: true }> => ({
    text: text(search.text),
    show: text(search.show),
    ready: yes(search.ready),
  }),
}).lazy(() => import('./pages/episodes/episodes-page.tsx').then(({ route }) => route));

const episode = createRoute({
  getParentRoute: () => root,
  path: '/episodes/$episodeId',
  /** `t`: from where to play, in seconds. */
  validateSearch: (search: Search): Optional<{ t: number }> => ({ t: number(search.t) }),
}).lazy(() => import('./pages/episodes/episode-page.tsx').then(({ route }) => route));

const entities = createRoute({
  getParentRoute: () => root,
  path: '/entities',
  validateSearch: (search: Search): Optional<{ text: string; type: string }> => ({
    text: text(search.text),
    type: text(search.type),
  }),
}).lazy(() => import('./pages/entities/entities-page.tsx').then(({ route }) => route));

const entity = createRoute({ getParentRoute: () => root, path: '/entities/$entityId' }).lazy(() =>
  import('./pages/entities/entity-page.tsx').then(({ route }) => route),
);

type PassageSearch = Optional<
  Record<'text' | 'mode' | 'language' | 'show' | 'episode' | 'from' | 'to', string> & { entity: number; limit: number }
>;

const search = createRoute({
  getParentRoute: () => root,
  path: '/search',
  validateSearch: (search: Search): PassageSearch => ({
    text: text(search.text),
    mode: text(search.mode),
    language: text(search.language),
    show: text(search.show),
    episode: text(search.episode),
    entity: number(search.entity),
    from: text(search.from),
    to: text(search.to),
    limit: number(search.limit),
  }),
}).lazy(() => import('./pages/search/search-page.tsx').then(({ route }) => route));

const submit = createRoute({
  getParentRoute: () => root,
  path: '/submit',
  validateSearch: (search: Search): Optional<{ pipeline: string }> => ({ pipeline: text(search.pipeline) }),
}).lazy(() => import('./pages/submit/submit-page.tsx').then(({ route }) => route));

const workers = createRoute({ getParentRoute: () => root, path: '/workers' }).lazy(() =>
  import('./pages/workers/workers-page.tsx').then(({ route }) => route),
);

const settings = createRoute({ getParentRoute: () => root, path: '/settings' }).lazy(() =>
  import('./pages/settings/settings-page.tsx').then(({ route }) => route),
);

export const router = createRouter({
  routeTree: root.addChildren([
    runs,
    runsByName,
    run,
    needsYou,
    episodes,
    episode,
    entities,
    entity,
    search,
    submit,
    workers,
    settings,
  ]),
  // What fails within a page leaves the rest of the window as it is.
  defaultErrorComponent: ErrorPage,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
