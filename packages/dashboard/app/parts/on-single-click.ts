import type { MouseEvent } from 'react';

/**
 * Acts on a click, and not again on the second one of a double click: by then it may be another button that stands there, as
 * where "Resume" has become "Pause".
 */
export function onSingleClick(act: () => void): (event: MouseEvent) => void {
  return ({ detail }) => {
    if (detail < 2) act();
  };
}
