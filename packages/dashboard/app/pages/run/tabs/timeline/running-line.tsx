import { type ActionView, describeAction } from '@telltale/core';
import { useRunNow } from '../../../../live/use-run.ts';
import { ProgressBar } from '../../../../parts/progress-bar.tsx';
import { text } from '../../../../text/text.ts';
import classes from './timeline.module.css';

/** An action as one line; while it runs, it counts up. */
export function ActionLine({ action }: { readonly action: ActionView }) {
  return action.state === 'running' ? <RunningLine action={action} /> : describeAction(action, 0);
}

function RunningLine({ action }: { readonly action: ActionView }) {
  return <span className="figures">{describeAction(action, useRunNow('tenth'))}</span>;
}

/** How much of its time an action has used; nothing for one without a limit. */
export function LimitBar({ action }: { readonly action: ActionView }) {
  const now = useRunNow('tenth');
  if (action.timeoutMs === null || action.timeoutMs <= 0) return null;
  const usedMs = Math.max(0, now - Date.parse(action.startedAt));
  return (
    <div className={classes.limit} data-verdict="working">
      <ProgressBar
        size="sm"
        percent={Math.min(100, Math.floor((usedMs / action.timeoutMs) * 100))}
        label={text.runTabs.timeline.ofLimit}
        isWaiting
      />
    </div>
  );
}
