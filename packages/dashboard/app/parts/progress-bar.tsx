import classes from './progress-bar.module.css';

interface ProgressBarProps {
  /** 0–100; `null`: nobody knows, and the bar moves to and fro. */
  readonly percent: number | null;
  readonly label: string;
  /** Waits for an answer from outside: the bar breathes. */
  readonly isWaiting?: boolean;
  /** Nothing of it moves now: paused, ended. */
  readonly isStill?: boolean;
  /** Default: `md`. */
  readonly size?: 'sm' | 'md';
}

/** How far something is, in the colour of the verdict around it. */
export function ProgressBar({ percent, label, isWaiting = false, isStill = false, size = 'md' }: ProgressBarProps) {
  return (
    <div
      className={classes.track}
      data-size={size}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
    >
      <div
        className={classes.bar}
        data-unknown={percent === null && !isStill}
        data-waiting={isWaiting && !isStill}
        style={percent === null ? { width: isStill ? '0%' : '30%' } : { transform: `translateX(${percent - 100}%)` }}
      />
    </div>
  );
}
