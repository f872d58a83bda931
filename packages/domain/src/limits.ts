/** Sizes and counts every layer agrees on. Bytes unless said. */
export const LIMITS = {
  displayName: 120,
  email: 254,
  password: 256,
  campaignTitle: 160,
  campaignSummary: 600,
  campaignBody: 20_000,
  campaignDemand: 400,
  campaignDemands: 10,
  addressees: 12,
  addresseeOffice: 200,
  searchQuery: 120,
  /** One SEIPD entry: the largest fixed bucket plus framing and grants. */
  entryRequest: 512 * 1024,
  /** One encrypted chunk of a file with framing. */
  chunkRequest: 5 * 1024 * 1024,
  chunkPlain: 4 * 1024 * 1024,
  attachmentTotal: 500 * 1024 * 1024,
  graphqlRequest: 100 * 1024,
  formRequest: 32 * 1024,
} as const;

export const SESSION = { idleMs: 12 * 60 * 60 * 1000, absoluteMs: 7 * 24 * 60 * 60 * 1000 } as const;

/** Minutes without a key press or a touch before unlocked keys are dropped. */
export const IDLE_LOCK_MINUTES = 15;

export const CONFIRMATION = { codeDigits: 6, tries: 5, minutes: 30 } as const;

/** The largest number a public count moves in is exact; breakdowns below this many people are pooled. */
export const SMALL_CELL = 10;
