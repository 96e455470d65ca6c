/** Tells an observer. Its failure is its own: it is warned of, and never ends what it observes. */
export function tell<T>(observer: ((news: T) => void) | undefined, news: T): void {
  try {
    observer?.(news);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
