import { useEffect, useRef, type RefObject } from 'react';

/**
 * Around what is exchanged under the hand: where the pressed button goes with its row or its form, a keyboard and a screen reader
 * would fall to the top of the page. The focus comes here instead, and only when nothing else has taken it.
 * @param moment changes when one thing has taken the other's place
 */
export function useCaughtFocus(moment: unknown): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(moment);
  useEffect(() => {
    if (before.current === moment) return;
    before.current = moment;
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) place.current?.focus();
  }, [moment]);
  return place;
}
