/** Memberships that hold at a moment. Who may do something is asked by these words everywhere: an ended one gives nothing. */
export const currentAt = (now: Date) => ({ since: { lte: now }, OR: [{ until: null }, { until: { gt: now } }] });
