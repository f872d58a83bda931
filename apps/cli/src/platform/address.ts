import { UsageProblem } from './problem.js';

/** @throws UsageProblem */
export function readBase(text: string): URL {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new UsageProblem(`"${text}" is no address.`);
  return new URL(text);
}
