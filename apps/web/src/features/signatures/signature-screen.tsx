import { skipToken, useSuspenseQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '../../shared/error-pages.js';
import { useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useSubmission } from '../../shared/response.js';
import { parsePageState, type PageResult } from '../../shared/sign-form/page-state.js';
import { ConfirmedPage, ConfirmPage, ProblemPage, SentPage, WithdrawnPage, WithdrawPage } from './signature-pages.js';
import { SignatureScreenDocument, type SignatureScreenQuery } from './signature-screen.generated.js';

/** Routes: /signatures/…, from signing to withdrawing. Opened by hand, without a step, it is no page at all. */
export function SignatureScreen() {
  const { result } = parsePageState(useSubmission());
  return result === null ? <NotFoundPage /> : <StepScreen result={result} />;
}

/** The title of each step's page. */
const TITLES = {
  sent: 'sent.title',
  confirm: 'confirm.title',
  confirmed: 'confirmed.title',
  too_late: 'problem.too_late.title',
  withdraw: 'withdraw.title',
  withdrawn: 'withdrawn.title',
  disowned: 'disowned.title',
  not_valid: 'problem.not_valid.title',
} as const;

function StepScreen({ result }: { result: PageResult }) {
  const { t } = useTranslation('signatures');
  const language = useLanguage();
  const { slug } = result;
  const { data } = useSuspenseQuery(
    SignatureScreenDocument,
    slug === null ? skipToken : { variables: { slug, language } },
  );
  const step = stepOf(result);
  return (
    <>
      <PageHead title={t(TITLES[step])} />
      <StepPage step={step} result={result} campaign={data?.campaign ?? null} />
    </>
  );
}

function StepPage({
  step,
  result,
  campaign,
}: {
  step: keyof typeof TITLES;
  result: PageResult;
  campaign: SignatureScreenQuery['campaign'] | null;
}) {
  switch (step) {
    case 'sent':
      return <SentPage result={result} campaign={campaign} />;
    case 'confirm':
      return <ConfirmPage campaign={campaign} />;
    case 'confirmed':
      return <ConfirmedPage campaign={campaign} />;
    case 'withdraw':
      return <WithdrawPage campaign={campaign} />;
    case 'withdrawn':
    case 'disowned':
      return <WithdrawnPage step={step} campaign={campaign} />;
    case 'too_late':
    case 'not_valid':
      return <ProblemPage problem={step} campaign={campaign} />;
  }
}

function stepOf({ kind, status }: PageResult): keyof typeof TITLES {
  if (kind === 'signed' || kind === 'code') return 'sent';
  if (kind === 'code_confirmed') return 'confirmed';
  const asking = kind === 'withdraw' ? 'withdraw' : 'confirm';
  if (status === 'ask') return asking;
  if (status === 'confirmed' || status === 'too_late' || status === 'withdrawn' || status === 'disowned') return status;
  return 'not_valid';
}
