import { useSuspenseQuery } from '@apollo/client/react';
import { isOneOf, PEOPLE_REFUSALS } from '@sos/domain';
import { Button, buttonClass, DefinitionList, Notice, PageHeading, Stack } from '@sos/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router-dom';

import { useSession } from '../../platform/session.js';
import { useFormatters } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { AcceptForm } from './accept-form.js';
import { ActNotice } from './act-notice.js';
import { heldInvitation, holdInvitation } from './held-invitation.js';
import { InvitationScreenDocument, type InvitationScreenQuery } from './invitation-screen.generated.js';
import { JoinOrganisationDocument } from './people-acts.generated.js';
import { usePeopleWords } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

type Open = Extract<InvitationScreenQuery['invitation'], { __typename: 'OpenInvitation' }>;

/** Route: /app/invitation#secret. For whoever holds the link, signed in or not. */
export function InvitationScreen() {
  const { t } = useTranslation('people');
  const token = useSecret();
  return (
    <>
      <PageHead title={t('accept.title')} />
      {token === '' ? <Closed code="invitation_revoked" /> : <Invitation token={token} />}
    </>
  );
}

/** Taken out of the address at once: it must not stay in the history, nor be seen over a shoulder. */
function useSecret(): string {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [secret, setSecret] = useState(() => hash.slice(1) || heldInvitation());
  const arrived = hash.slice(1);
  if (arrived !== '' && arrived !== secret) setSecret(arrived);
  useEffect(() => {
    holdInvitation('');
    if (hash !== '') void navigate(pathname, { replace: true });
  }, [hash, pathname, navigate]);
  return secret;
}

function Invitation({ token }: { token: string }) {
  const { viewer } = useSession();
  const [isAccepted, setAccepted] = useState(false);
  const { data } = useSuspenseQuery(InvitationScreenDocument, { variables: { token }, fetchPolicy: 'network-only' });
  const place = useCaughtFocus(isAccepted);
  const { invitation } = data;
  if (isAccepted)
    return (
      <div ref={place} tabIndex={-1}>
        <Accepted />
      </div>
    );
  if (invitation.__typename === 'PeopleRefusedProblem') return <Closed code={invitation.code} />;
  return (
    <Stack gap="large">
      <Facts invitation={invitation} />
      {viewer !== null ? <Join token={token} name={viewer.displayName} onJoined={() => setAccepted(true)} /> : null}
      {viewer === null && invitation.hasAccount ? <SignInFirst token={token} /> : null}
      {viewer === null && !invitation.hasAccount ? (
        <AcceptForm token={token} invitation={invitation} onAccepted={() => setAccepted(true)} />
      ) : null}
    </Stack>
  );
}

function Facts({ invitation }: { invitation: Open }) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const { organisationName, email, roles, focalPoint, expiresAt } = invitation;
  return (
    <>
      <PageHeading title={t('accept.heading', { organisation: organisationName })} lede={t('accept.intro')} />
      <DefinitionList
        items={[
          { term: t('accept.email'), description: email },
          { term: t('accept.roles'), description: `${words.roles(roles)}${focalPoint ? ` (${t('focalPoint')})` : ''}` },
          { term: t('accept.until'), description: format.dateTime(expiresAt) },
        ]}
      />
    </>
  );
}

function Join({ token, name, onJoined }: { token: string; name: string; onJoined: () => void }) {
  const { t } = useTranslation('people');
  const { refresh } = useSession();
  const join = usePeopleAct(JoinOrganisationDocument, () => {
    onJoined();
    void refresh();
  });
  return (
    <Stack>
      <p>{t('accept.signedInAs', { name })}</p>
      <ActNotice state={join.state} done={t('accept.joined')} />
      <div>
        <Button busy={join.state.status === 'busy'} onClick={() => void join.run({ token })}>
          {t('accept.join')}
        </Button>
      </div>
    </Stack>
  );
}

function SignInFirst({ token }: { token: string }) {
  const { t } = useTranslation('people');
  return (
    <Stack>
      <p>{t('accept.hasAccount')}</p>
      <p>
        <Link
          className={buttonClass()}
          to="/app/sign-in"
          state={{ from: '/app/invitation' }}
          onClick={() => holdInvitation(token)}
        >
          {t('accept.signIn')}
        </Link>
      </p>
    </Stack>
  );
}

function Accepted() {
  const { t } = useTranslation('people');
  const { viewer } = useSession();
  return (
    <>
      <PageHeading title={t('accept.doneTitle')} lede={viewer === null ? t('accept.doneText') : t('accept.joined')} />
      <p>
        <Link className={buttonClass()} to={viewer === null ? '/app/sign-in' : '/app/organisation'}>
          {viewer === null ? t('accept.signIn') : t('accept.toOrganisation')}
        </Link>
      </p>
    </>
  );
}

/** One screen for every link that opens nothing; its holder is told why, a stranger nothing at all. */
function Closed({ code }: { code: string }) {
  const { t } = useTranslation('people');
  return (
    <>
      <PageHeading title={t('accept.closedTitle')} />
      <Notice tone="warning" title={t(`refusal.${isOneOf(PEOPLE_REFUSALS, code) ? code : 'invitation_revoked'}`)}>
        {t('accept.closedText')}
      </Notice>
    </>
  );
}
