import { useSuspenseQuery } from '@apollo/client/react';
import { ROLES } from '@sos/domain';
import { Button, Row, Select, Stack, Table, Tag, TextField, VisuallyHidden } from '@sos/ui';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ManagePerson, type Person } from './manage-person.js';
import { PeopleScreenDocument, type PeopleAdministrationQuery } from './people-screen.generated.js';
import { usePeopleWords } from './people-words.js';
import styles from './people.module.css';

const STATUSES = ['active', 'suspended'] as const;
const EMPTY = { search: '', role: '', status: '', organisationId: '' };

export interface PeoplePanelProps {
  organisations: PeopleAdministrationQuery['organisations'];
}

export function PeoplePanel({ organisations }: PeoplePanelProps) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  const [filter, setFilter] = useState(EMPTY);
  const set = (part: Partial<typeof EMPTY>) => setFilter({ ...filter, ...part });
  return (
    <Stack gap="large">
      <div className={styles['filters']} role="search">
        <TextField
          label={t('list.search')}
          type="search"
          value={filter.search}
          onChange={({ target }) => set({ search: target.value })}
        />
        <Select
          label={t('list.role')}
          placeholder={t('list.anyRole')}
          options={ROLES.map((value) => ({ value, label: words.role(value) }))}
          value={filter.role}
          onChange={({ target }) => set({ role: target.value })}
        />
        <Select
          label={t('list.status')}
          placeholder={t('list.anyStatus')}
          options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          value={filter.status}
          onChange={({ target }) => set({ status: target.value })}
        />
        <Select
          label={t('list.organisation')}
          placeholder={t('list.anyOrganisation')}
          options={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.organisationId}
          onChange={({ target }) => set({ organisationId: target.value })}
        />
      </div>
      <PeopleTable filter={filter} />
    </Stack>
  );
}

/** What is typed is not waited for: the list before it stays until the next one is there. */
function PeopleTable({ filter }: { filter: typeof EMPTY }) {
  const { t } = useTranslation('people');
  const deferred = useDeferredValue(filter);
  const { search, role, status, organisationId } = deferred;
  const variables = {
    filter: { search, role: role || null, status: status || null, organisationId: organisationId || null },
  };
  const { data } = useSuspenseQuery(PeopleScreenDocument, { variables, fetchPolicy: 'cache-and-network' });
  const [managed, setManaged] = useState<Person | null>(null);
  const columns = usePeopleColumns(setManaged);
  const { people, total } = data.people;
  // Whoever no longer fits the filter, since they were changed, stays under the hand.
  const person = people.find(({ id }) => id === managed?.id) ?? managed;
  return (
    <Stack>
      <p role="status">{t('list.count', { count: total })}</p>
      <Table
        stacks
        caption={<VisuallyHidden>{t('list.caption')}</VisuallyHidden>}
        columns={columns}
        rows={people}
        rowKey={({ id }) => id}
        empty={<p>{t('list.none')}</p>}
      />
      {person === null ? null : <ManagePerson key={person.id} person={person} onClose={() => setManaged(null)} />}
    </Stack>
  );
}

function usePeopleColumns(onManage: (person: Person) => void) {
  const { t } = useTranslation('people');
  const words = usePeopleWords();
  return [
    {
      key: 'name',
      header: t('list.column.name'),
      rowHeader: true,
      cell: (person: Person) => (
        <>
          {person.displayName}
          <br />
          <span className={styles['soft']}>{person.email}</span>
        </>
      ),
    },
    {
      key: 'roles',
      header: t('list.column.roles'),
      cell: ({ memberships }: Person) => (
        <ul className={styles['plain']}>
          {memberships.map(({ id, organisationName, roles, focalPoint }) => (
            <li key={id}>
              {organisationName}: {words.roles(roles)}
              {focalPoint ? ` (${t('focalPoint')})` : ''}
            </li>
          ))}
        </ul>
      ),
    },
    {
      key: 'status',
      header: t('list.column.status'),
      cell: ({ status, eraseAt }: Person) => (
        <Row>
          <Tag tone={status === 'active' ? 'success' : 'danger'}>
            {status === 'active' ? t('status.active') : t('status.suspended')}
          </Tag>
          {eraseAt === null ? null : <Tag tone="warning">{t('status.leaving')}</Tag>}
        </Row>
      ),
    },
    {
      key: 'manage',
      header: <VisuallyHidden>{t('list.column.manage')}</VisuallyHidden>,
      cell: (person: Person) => (
        <Button variant="secondary" onClick={() => onManage(person)}>
          {t('list.manage')}
          <VisuallyHidden> {person.displayName}</VisuallyHidden>
        </Button>
      ),
    },
  ];
}
