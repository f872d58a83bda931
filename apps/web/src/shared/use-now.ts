import { useEffect, useState } from 'react';

const TICK_MS = 30_000;

/** The present moment, kept present: a deadline passes while somebody looks at it, too. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
