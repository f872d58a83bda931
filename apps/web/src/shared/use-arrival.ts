import { useEffect, useRef } from 'react';
import { NavigationType, useLocation, useNavigationType } from 'react-router-dom';

/**
 * Arriving at another page without a reload must be as noticeable as with one: focus goes to the content, the view to its
 * top. (The router's own ScrollRestoration would write an inline script on the server.)
 */
export function useArrival(mainId: string): void {
  const { pathname, hash } = useLocation();
  const type = useNavigationType();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    document.getElementById(mainId)?.focus({ preventScroll: true });
    if (type !== NavigationType.Pop && hash === '') window.scrollTo(0, 0);
  }, [pathname, hash, type, mainId]);
}
