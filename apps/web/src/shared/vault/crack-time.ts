export type CrackTime = {
  readonly unit: 'instant' | 'seconds' | 'minutes' | 'hours' | 'days' | 'months' | 'years' | 'ages';
  readonly count: number;
};

const UNITS = [
  ['seconds', 1],
  ['minutes', 60],
  ['hours', 3600],
  ['days', 86_400],
  ['months', 30 * 86_400],
  ['years', 365 * 86_400],
] as const;

/** Longer than anybody has to think about. */
const AGES = 10_000 * 365 * 86_400;

/** A figure nobody takes for exact: one or two digits of the largest unit that fits. */
function round(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return Math.max(1, Math.round(count / step) * step);
}

export function crackTime(seconds: number): CrackTime {
  if (seconds < 1) return { unit: 'instant', count: 0 };
  if (seconds >= AGES) return { unit: 'ages', count: 0 };
  const [unit, size] = UNITS.findLast(([, length]) => seconds >= length) ?? UNITS[0];
  return { unit, count: round(seconds / size) };
}
