const MOST_WORDS = 10;

/** The words a reader typed, in lower case and without accents; signs of any query language are gone. */
export function searchWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{Nd}]+/gu) ?? []).slice(0, MOST_WORDS);
}
