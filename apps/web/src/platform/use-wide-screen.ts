import { useSyncExternalStore } from 'react';

/** The same measure as in app-layout.module.css: from here on everything in the header has room of its own. */
const WIDE = '(width >= 60rem)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function useWideScreen(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches);
}
