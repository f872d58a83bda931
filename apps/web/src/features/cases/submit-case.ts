import { caseIdFor, newCaseNonce, type UnlockedKey } from '@sos/crypto';

import { formHash } from './form-hash.js';
import { severityOf, toAnswers, toConsent, type IntakeState } from './intake-form.js';
import type { Outbox } from './outbox.js';
import { sealFileToQueue, sealToQueue, type Sealing } from './seal-case.js';

/** A case is its opener's by its id: no other key gives the same one. */
export interface NewCase {
  readonly caseId: string;
  readonly caseNonce: string;
}

export function newCase({ keySha256 }: Pick<UnlockedKey, 'keySha256'>): NewCase {
  const caseNonce = newCaseNonce();
  return { caseId: caseIdFor(keySha256, caseNonce), caseNonce };
}

export interface SubmitProgress {
  /** Files sealed so far, of how many, and how far the one under way is. */
  readonly file: number;
  readonly files: number;
  readonly chunk: number;
  readonly chunks: number;
}

/**
 * Seals the report and its consent into the outbox. @returns the report's id, and the hash of what came last.
 * @throws CryptoError; then nothing was stored.
 */
export async function sealText(
  sealing: Sealing & NewCase,
  intake: IntakeState,
  outbox: Outbox,
): Promise<{ readonly reportId: string; readonly head: string }> {
  const severity = severityOf(intake) ?? 'high';
  const shownSeverity = intake.values.hideUrgency === true ? undefined : severity;
  const report = await sealToQueue(
    sealing,
    { kind: 'report', body: { severity, answers: toAnswers(intake), caseNonce: sealing.caseNonce } },
    { sequence: 1, heads: [] },
    { newCase: true, severity: shownSeverity, formHash: formHash() },
  );
  const consent = await sealToQueue(
    sealing,
    { kind: 'consent', body: { uses: toConsent(intake) } },
    { sequence: 2, heads: [report.entryHash] },
  );
  await outbox.add([report, consent]);
  return { reportId: report.id, head: consent.entryHash };
}

/** Files come after the text, so that not even a large one can delay it. */
export async function sealFiles(
  sealing: Sealing,
  files: readonly File[],
  afterHash: string,
  outbox: Outbox,
  onProgress: (progress: SubmitProgress) => void,
): Promise<void> {
  let head = afterHash;
  for (const [index, file] of files.entries()) {
    const place = { sequence: index + 3, heads: [head] };
    const onChunk = (chunk: number, chunks: number): void =>
      onProgress({ file: index, files: files.length, chunk, chunks });
    const entry = await sealFileToQueue(sealing, file, place, outbox, onChunk);
    head = entry.entryHash;
  }
}
