interface Helpline {
  readonly languages: readonly string[];
  readonly responseTime: string | null;
}

/** Who reads in a hurry tries the first line: one that speaks the reader's language, and says when it answers. */
export function firstToAsk<Line extends Helpline>(lines: readonly Line[], language: string): Line[] {
  const worth = ({ languages, responseTime }: Helpline): number =>
    (languages.includes(language) ? 2 : 0) + (responseTime === null ? 0 : 1);
  return [...lines].sort((one, other) => worth(other) - worth(one));
}
