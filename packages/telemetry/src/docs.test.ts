import { readFileSync } from 'node:fs';
import type { RecordedEvent } from '@telltale/ledger';
import { testDatabase } from '@telltale/testing';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseMetrics, type Series } from '../test/series.ts';
import { startWork } from '../test/work.ts';
import { createMetrics } from './index.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<'summary' | 'description' | 'action', string>>;
}

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const read = (path: string) => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8');
const page = read('monitoring.md');
const rules = parse(read('monitoring/alerts.yml')).groups.flatMap((group: { rules: Rule[] }) => group.rules) as Rule[];
const panels = JSON.parse(read('monitoring/grafana-dashboard.json')).panels as Panel[];
const db = testDatabase();

let text: string;
let series: readonly Series[];

beforeAll(async () => {
  text = await metricsOfWork();
  series = parseMetrics(text);
});

/** What a process says that was a worker and a server, and had something of everything to do. */
async function metricsOfWork(): Promise<string> {
  const metrics = createMetrics({ version: '1' });
  await using work = await startWork(db, { hooks: metrics.worker });
  await work.run(({ step }) => step('fetch', (s) => s.action('fetch', {}, () => 'page')));
  await work.run(({ step }) =>
    step('count', (s) =>
      s.items(['a'], { key: String }, () => {
        throw new Error('broken');
      }),
    ),
  );
  const stuck = { silentMs: 1, thresholdMs: 1, decision: 'requeued', message: 'Stuck' };
  const event: RecordedEvent = {
    type: 'run.stuck',
    atMs: 0,
    step: null,
    item: null,
    actionId: null,
    data: JSON.stringify(stuck),
  };
  metrics.worker.recorded?.({ runId: 'work-a-run-1', pipeline: 'work', events: [event] });
  metrics.server.requestServed({ method: 'GET', route: '/healthz', status: 200, ms: 1 });
  metrics.server.eventSent({ lagMs: 1 });
  metrics.database({ pool: db.pool() });
  return await metrics.text();
}

/** The metrics of a text by their names, with type. */
function typesIn(metrics: string): ReadonlyMap<string, string> {
  return new Map([...metrics.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));
}

/** The cells of the rows of all tables with this head. */
function rowsBelow(head: string): readonly (readonly string[])[] {
  return page
    .split(`\n${head}\n`)
    .slice(1)
    .flatMap((rest) => (rest.split('\n\n')[0] ?? '').split('\n').slice(1))
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const codeIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

/** The selectors of a PromQL expression: a metric, and what is asked of its labels. */
function selectorsIn(expr: string) {
  return [...expr.matchAll(/\b((?:telltale|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(([, name, matchers = '']) => ({
    name,
    matchers: [...matchers.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"/g)].map(
      ([, label = '', operator, value = '']) => ({
        label,
        operator,
        value,
      }),
    ),
  }));
}

/** The labels that an expression sorts by, and that a text about its result names. */
function labelsIn(expr: string, about: string): readonly string[] {
  const sorted = [...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
  const named = [...about.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g)].map(([, label = '']) => label);
  return [...sorted, ...named];
}

/** Prometheus gives every series the process that it comes from. */
const GIVEN = ['instance', 'job'];

function expectToExist(expr: string, about: string): void {
  const selectors = selectorsIn(expr);
  expect(selectors, expr).not.toEqual([]);
  for (const { name, matchers } of selectors) {
    const found = series.filter((one) => one.name === name);
    expect(found.length, `${name} in ${expr}`).toBeGreaterThan(0);
    for (const { label, operator, value } of matchers) {
      const values = found.map(({ labels }) => labels[label]);
      expect(values, `${label} of ${name}`).not.toContain(undefined);
      if (operator === '=') expect(values, `${label} of ${name}`).toContain(value);
      if (operator === '=~' && !value.startsWith('$')) {
        for (const one of value.split('|')) expect(values, `${label} of ${name}`).toContain(one);
      }
    }
  }
  const names = new Set(selectors.map(({ name }) => name));
  const known = series.filter(({ name }) => names.has(name)).flatMap(({ labels }) => Object.keys(labels));
  for (const label of labelsIn(expr, about)) expect([...known, ...GIVEN], `${label} in ${expr}`).toContain(label);
}

describe('docs/monitoring.md lists', () => {
  const documented = rowsBelow('| Metric | Type | Labels | Meaning |').map(([metric, type, labels]) => ({
    name: codeIn(metric)[0] ?? '',
    type,
    labels: codeIn(labels),
  }));

  test('every metric of ours, with its type', () => {
    const ours = [...typesIn(text)].filter(([name]) => name.startsWith('telltale_'));
    expect(documented.map(({ name, type }) => [name, type]).sort()).toEqual(ours.sort());
  });

  test.for(documented)('the labels of $name', ({ name, labels }) => {
    const all = series.filter((one) => one.name === name || one.name === `${name}_count`);
    expect(all.length).toBeGreaterThan(0);
    for (const one of all) expect(Object.keys(one.labels).sort()).toEqual([...labels].sort());
  });

  test('where all others come from', () => {
    const others = [...typesIn(text).keys()].filter((name) => !/^(telltale|process|nodejs)_/.test(name));
    expect(others).toEqual([]);
  });

  test('every alert, with what to do', () => {
    const alerts = rowsBelow('| Alert | What it means | What to do |');
    expect(alerts.map(([alert]) => codeIn(alert)[0])).toEqual(rules.map(({ alert }) => alert));
    for (const [, means, action] of alerts) expect([means, action]).not.toContain('');
  });
});

describe('an alert asks for what is there, and says what to do', () => {
  test.for(rules)('$alert', ({ expr, labels, annotations }) => {
    const { summary, description, action } = annotations;
    expectToExist(expr, `${summary} ${description}`);
    expect(['warning', 'critical']).toContain(labels.severity);
    for (const words of [summary, description, action]) expect(words.length).toBeGreaterThan(20);
  });
});

describe('a panel of the dashboard asks for what is there', () => {
  test.for(panels.filter(({ type }) => type !== 'row'))('$title', ({ description = '', targets = [] }) => {
    expect(description).not.toBe('');
    expect(targets).not.toEqual([]);
    for (const { expr, legendFormat } of targets) expectToExist(expr, legendFormat);
  });
});

test('the dashboard has a row for each part, and no panel over another', () => {
  expect(panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual([
    'Now',
    'Runs',
    'Throughput',
    'Queues and workers',
    'Recorder',
    'Live streams',
    'HTTP',
    'Processes',
  ]);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});
