import { STANDINGS } from '@sos/domain';
import { Button, Dialog, Row, Section, Select, Stack, Table, Tag, VisuallyHidden } from '@sos/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { ActNotice } from './act-notice.js';
import { ProfileForm } from './profile-form.js';
import { SetStandingDocument } from './people-acts.generated.js';
import type { PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import { usePeopleAct } from './use-people-act.js';

type Organisation = PeopleAdministrationQuery['organisations'][number];

/** Every organisation of the network, whatever it shows to others. */
export function OrganisationsPanel({ organisations }: { organisations: readonly Organisation[] }) {
  const { t } = useTranslation('people');
  const [managed, setManaged] = useState<string | null>(null);
  const columns = useOrganisationColumns(setManaged);
  const organisation = organisations.find(({ id }) => id === managed) ?? null;
  return (
    <Section id="organisations" heading={t('organisations.heading')}>
      <Stack>
        <div>
          <Button onClick={() => setManaged('new')}>{t('organisations.new')}</Button>
        </div>
        <Table
          stacks
          caption={<VisuallyHidden>{t('organisations.caption')}</VisuallyHidden>}
          columns={columns}
          rows={organisations}
          rowKey={({ id }) => id}
          empty={<p>{t('organisations.none')}</p>}
        />
        <Dialog
          isOpen={managed !== null}
          wide
          title={organisation?.name ?? t('organisations.new')}
          onClose={() => setManaged(null)}
          closeLabel={t('confirm.close')}
        >
          <Stack gap="large">
            {organisation === null ? null : <StandingForm organisation={organisation} />}
            <ProfileForm organisation={organisation} />
          </Stack>
        </Dialog>
      </Stack>
    </Section>
  );
}

function StandingForm({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const [standing, setStanding] = useState(organisation.standing);
  const act = usePeopleAct(SetStandingDocument);
  const { standingSince, standingSetBy } = organisation;
  return (
    <Stack>
      <Select
        label={t('organisations.standing')}
        hint={
          standingSetBy === null
            ? t('organisations.since', { date: format.date(standingSince) })
            : t('organisations.sinceBy', { date: format.date(standingSince), name: standingSetBy })
        }
        options={STANDINGS.map((value) => ({ value, label: words.standing(value) }))}
        value={standing}
        onChange={({ target }) => setStanding(target.value)}
      />
      {standing === 'suspended' && organisation.standing !== 'suspended' ? (
        <p>{t('organisations.suspendText')}</p>
      ) : null}
      <ActNotice state={act.state} done={t('organisations.standingSet')} />
      <Row>
        <Button
          variant={standing === 'suspended' ? 'danger' : 'primary'}
          busy={act.state.status === 'busy'}
          disabled={standing === organisation.standing}
          onClick={() => void act.run({ input: { organisationId: organisation.id, standing } })}
        >
          {t('organisations.setStanding')}
        </Button>
      </Row>
    </Stack>
  );
}

function useOrganisationColumns(onManage: (id: string) => void) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const format = useFormatters();
  const vocabulary = useVocabulary();
  return [
    { key: 'name', header: t('organisations.column.name'), cell: ({ name }: Organisation) => name, rowHeader: true },
    {
      key: 'regions',
      header: t('organisations.column.regions'),
      cell: ({ regions }: Organisation) => format.list(regions.map((region) => vocabulary.region(region))),
    },
    {
      key: 'standing',
      header: t('organisations.column.standing'),
      cell: ({ standing }: Organisation) => (
        <Tag tone={standing === 'suspended' ? 'danger' : 'neutral'}>{words.standing(standing)}</Tag>
      ),
    },
    {
      key: 'manage',
      header: <VisuallyHidden>{t('list.column.manage')}</VisuallyHidden>,
      cell: ({ id, name }: Organisation) => (
        <Button variant="secondary" onClick={() => onManage(id)}>
          {t('list.manage')}
          <VisuallyHidden> {name}</VisuallyHidden>
        </Button>
      ),
    },
  ];
}
