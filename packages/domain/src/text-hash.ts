/** What a person puts their name under; a disclaimer or a call to action around it may be mended. */
export interface SignedText {
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly body: string;
  readonly demands: readonly string[];
  readonly country: string;
}

/** The bytes (UTF-8) whose SHA-256 is the text's hash. Field order is part of the format. */
export function campaignTextHashInput({ language, title, summary, body, demands, country }: SignedText): string {
  return JSON.stringify({ ctx: 'campaign-text.v1', language, title, summary, body, demands, country });
}

/** Over every language: who approves, approves them all. */
export function campaignTextsHashInput(
  texts: readonly { readonly language: string; readonly sha256Hex: string }[],
): string {
  const ordered = [...texts].sort((one, other) => (one.language < other.language ? -1 : 1));
  return JSON.stringify({
    ctx: 'campaign-texts.v1',
    hashes: ordered.map(({ language, sha256Hex }) => [language, sha256Hex]),
  });
}

export interface ResourceWords {
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly responseTime: string | null;
}

export function resourceTextHashInput({ language, title, summary, responseTime }: ResourceWords): string {
  return JSON.stringify({ ctx: 'resource-text.v1', language, title, summary, responseTime });
}
