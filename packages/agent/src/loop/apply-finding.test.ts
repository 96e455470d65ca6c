import { expect, test } from 'vitest';
import { applyFinding, stoppedBy } from './apply-finding.ts';
import type { LoopFinding } from './loop-detector.ts';

const result = { told: 'the page', failed: false };
const failure = { told: 'Error: nothing matched', failed: true };
const finding = (severity: LoopFinding['severity'], rule: LoopFinding['rule'] = 'repetition'): LoopFinding => {
  return { rule, severity, message: "click 'More' 3 times in a row" };
};

test('a call without a finding is told as it is', () => {
  expect(applyFinding(null, result)).toBe(result);
});

test.each(['repetition', 'cycle', 'revisit', 'failure-cluster'] as const)(
  'a %s is told before the result: what was seen, then what to try',
  (rule) => {
    for (const severity of ['hint', 'warn'] as const) {
      const { told, failed } = applyFinding(finding(severity, rule), result);
      expect(failed).toBe(false);
      expect(told).toMatch(/^(Note|Warning): you [^(]+\(click 'More' 3 times in a row\)\. [A-Z].+\.\n\nthe page$/);
    }
  },
);

test('only a warning says that the agent will be stopped', () => {
  expect(applyFinding(finding('hint'), result).told).not.toContain('stopped');
  expect(applyFinding(finding('warn'), result).told).toContain('will be stopped');
});

test.each(['hint', 'warn'] as const)('an error is told as it is, without a %s', (severity) => {
  expect(applyFinding(finding(severity), failure)).toBe(failure);
});

test('a stop stands in the place of the result, whatever that was', () => {
  const stopped = {
    told: "Error: Session stopped due to stuck loop: click 'More' 3 times in a row.",
    failed: true,
  };
  expect([result, failure].map((told) => applyFinding(finding('stop'), told))).toEqual([stopped, stopped]);
  expect(stopped.told).toContain(stoppedBy(finding('stop')));
});
