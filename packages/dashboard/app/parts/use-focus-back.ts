import { useEffect, useRef, useState } from 'react';

/** Gives the focus back to where it was when the component came, once it is gone; or to the page, if that is gone as well. */
export function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
      // React may take it away and put it back at once.
      setTimeout(() => {
        if (isThere.current) return;
        const place = opener?.isConnected === true ? opener : document.getElementById('content');
        if (place instanceof HTMLElement) place.focus({ preventScroll: true });
      });
    };
  }, [opener]);
}
