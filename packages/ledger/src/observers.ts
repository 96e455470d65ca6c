/** Tells an observer. Its failure is its own: it is warned of, and never ends what it observes. */
export function tell(observer: () => void): void {
  try {
    observer();
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
