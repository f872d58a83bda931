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

/** What a second person vouches for: every word that will be public, to whom it is addressed, and who is asked to sign. */
export interface ApprovedCampaign {
  readonly type: string;
  readonly goal: number | null;
  readonly signers: readonly string[];
  readonly texts: readonly {
    readonly language: string;
    readonly original: boolean;
    /** Of {@link campaignTextHashInput}. */
    readonly sha256Hex: string;
    readonly callToAction: string | null;
    readonly additionalInformation: string | null;
    readonly disclaimer: string | null;
  }[];
  /** In the order in which they are shown. */
  readonly addressees: readonly {
    readonly channel: string;
    readonly texts: readonly {
      readonly language: string;
      readonly office: string;
      readonly salutation: string | null;
    }[];
  }[];
}

const byLanguage = (one: { readonly language: string }, other: { readonly language: string }): number =>
  one.language < other.language ? -1 : 1;

/** Over every language and what stands around it: who approves, approves it all. Field order is part of the format. */
export function campaignApprovalHashInput({ type, goal, signers, texts, addressees }: ApprovedCampaign): string {
  return JSON.stringify({
    ctx: 'campaign-approval.v1',
    type,
    goal,
    signers: [...signers].sort(),
    texts: [...texts]
      .sort(byLanguage)
      .map(({ language, original, sha256Hex, callToAction, additionalInformation, disclaimer }) => [
        language,
        original,
        sha256Hex,
        callToAction,
        additionalInformation,
        disclaimer,
      ]),
    addressees: addressees.map(({ channel, texts: names }) => [
      channel,
      [...names].sort(byLanguage).map(({ language, office, salutation }) => [language, office, salutation]),
    ]),
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
