import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { TOKEN_SCOPES } from '@sos/domain';
import {
  Button,
  Notice,
  PageHeading,
  Row,
  Section,
  Stack,
  Table,
  useStatus,
  VisuallyHidden,
  type Column,
} from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorCodeOf, type ErrorCode } from '../../platform/graphql/error-code.js';
import { useErrorWords } from '../../shared/error-words.js';
import { useFormatters, useLanguage } from '../../shared/locale.js';
import { PageHead } from '../../shared/page-head.js';
import { useCaughtFocus } from '../../shared/use-caught-focus.js';
import { IssueForm } from './issue-form.js';
import { scopeName } from './scope-key.js';
import { RevokeTokenDocument, TokensScreenDocument, type TokensScreenQuery } from './tokens-screen.generated.js';

type Token = TokensScreenQuery['myTokens'][number];
type Count = TokensScreenQuery['ownEmbedCounts'][number];

/** Route: /app/tokens. What a partner's embeds brought, and tokens for reading the same by program. */
export function TokensScreen() {
  const { t } = useTranslation('tokens');
  const { data, refetch } = useSuspenseQuery(TokensScreenDocument, {
    variables: { language: useLanguage() },
    fetchPolicy: 'cache-and-network',
  });
  const reload = (): void => void refetch();
  return (
    <>
      <PageHead title={t('title')} />
      <PageHeading title={t('title')} lede={t('intro')} />
      <Stack gap="large">
        <Counts counts={data.ownEmbedCounts} />
        <Section id="own-tokens" heading={t('list.title')}>
          <Tokens tokens={data.myTokens} onChanged={reload} />
        </Section>
        <Section id="new-token" heading={t('form.title')}>
          <IssueForm onIssued={reload} />
        </Section>
      </Stack>
    </>
  );
}

function Counts({ counts }: { counts: readonly Count[] }) {
  const { t } = useTranslation('tokens');
  const format = useFormatters();
  const columns: Column<Count>[] = [
    { key: 'campaign', header: t('counts.campaign'), cell: ({ campaignTitle }) => campaignTitle, rowHeader: true },
    { key: 'site', header: t('counts.site'), cell: ({ partnerName }) => partnerName },
    {
      key: 'confirmed',
      header: t('counts.confirmed'),
      cell: ({ confirmed }) => (confirmed === null ? t('counts.few') : format.number(confirmed)),
      numeric: true,
    },
  ];
  return (
    <Section id="own-counts" heading={t('counts.title')}>
      <p>{t('counts.intro')}</p>
      <Table
        stacks
        caption={t('counts.caption')}
        columns={columns}
        rows={counts}
        rowKey={({ campaignId, partnerName }) => `${campaignId} ${partnerName}`}
        empty={<p>{t('counts.none')}</p>}
      />
    </Section>
  );
}

function Tokens({ tokens, onChanged }: { tokens: readonly Token[]; onChanged: () => void }) {
  const { t } = useTranslation('tokens');
  const words = useErrorWords();
  const announce = useStatus();
  const [failed, setFailed] = useState<ErrorCode | null>(null);
  const [run] = useMutation(RevokeTokenDocument);
  const place = useCaughtFocus(tokens.length);
  async function handleRevoke(id: string): Promise<void> {
    setFailed(null);
    try {
      await run({ variables: { id } });
      announce({ tone: 'success', text: t('list.revoked') });
    } catch (error) {
      setFailed(errorCodeOf(error));
    }
    onChanged();
  }
  const columns = useColumns((id) => void handleRevoke(id));
  return (
    <div ref={place} tabIndex={-1}>
      <Stack gap="small">
        {failed === null ? null : <Notice tone="danger" role="alert" title={words(failed).title} />}
        <Table
          stacks
          caption={t('list.caption')}
          columns={columns}
          rows={tokens}
          rowKey={({ id }) => id}
          empty={<p>{t('list.none')}</p>}
        />
      </Stack>
    </div>
  );
}

function useColumns(onRevoke: (id: string) => void): Column<Token>[] {
  const { t } = useTranslation('tokens');
  const format = useFormatters();
  const scopes = (token: Token) =>
    format.list(
      TOKEN_SCOPES.filter((scope) => token.scopes.includes(scope)).map((scope) => t(`scope.${scopeName(scope)}`)),
    );
  return [
    { key: 'name', header: t('list.name'), cell: ({ name }) => name, rowHeader: true },
    { key: 'organisation', header: t('list.organisation'), cell: ({ organisation }) => organisation.name },
    { key: 'scopes', header: t('list.scopes'), cell: scopes },
    { key: 'expires', header: t('list.expires'), cell: ({ expiresAt }) => format.date(expiresAt) },
    {
      key: 'used',
      header: t('list.used'),
      cell: ({ lastUsedOn }) => (lastUsedOn === null ? t('list.never') : format.date(lastUsedOn)),
    },
    { key: 'revoke', header: t('list.action'), cell: (token) => <Revoke token={token} onRevoke={onRevoke} /> },
  ];
}

/** Asks once: what uses the token stops at that moment, and it cannot be brought back. */
function Revoke({ token, onRevoke }: { token: Token; onRevoke: (id: string) => void }) {
  const { t } = useTranslation(['tokens', 'common']);
  const [asking, setAsking] = useState(false);
  const place = useCaughtFocus(asking);
  return (
    <div ref={place} tabIndex={-1}>
      {asking ? (
        <Row>
          <Button variant="danger" onClick={() => onRevoke(token.id)}>
            {t('list.revokeNow')} <VisuallyHidden>{token.name}</VisuallyHidden>
          </Button>
          <Button variant="quiet" onClick={() => setAsking(false)}>
            {t('common:actions.cancel')}
          </Button>
        </Row>
      ) : (
        <Button variant="quiet" onClick={() => setAsking(true)}>
          {t('list.revoke')} <VisuallyHidden>{token.name}</VisuallyHidden>
        </Button>
      )}
    </div>
  );
}
