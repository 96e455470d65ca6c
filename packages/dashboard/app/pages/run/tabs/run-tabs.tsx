/** All that a run did, in tabs: timeline, Gantt, items, events, artifacts, runs. */
export function RunTabs() {
  return null;
}
