import type { LogProblem } from '@sos/log';

export const LOG_SENTENCES: Readonly<Record<LogProblem, string>> = {
  malformed: 'What it serves as the head of its log is no checkpoint.',
  signature: 'The head of its log is not signed by the key that is believed.',
  origin: 'The head it serves is that of another log.',
  witness: 'The witness has not signed the head of its log.',
  rolled_back: 'Its log is shorter than it was: what was published has been taken back.',
  forked: 'Its log is not the one seen before and more: it shows different histories.',
  not_included: 'The entries it serves are not those its head was signed over.',
};
