import { Button, ErrorSummary, Notice, Section } from '@sos/ui';
import { useEffect, useMemo, useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormatters, useLanguage } from '../../shared/locale.js';
import { useVocabulary } from '../../shared/vocabulary.js';
import { CampaignPreview } from './campaign-preview.js';
import type { DeskCampaign_CampaignFragment } from './desk-campaign.generated.js';
import styles from './desk.module.css';
import { fieldId } from './draft-issues.js';
import { draftOf, emptyDraft, type Draft } from './draft.js';
import { EditorAddressees } from './editor-addressees.js';
import { useFieldLabel, useIssueWords } from './editor-context.js';
import { EditorSettings } from './editor-settings.js';
import { EditorTexts } from './editor-texts.js';
import { useSaveCampaign, type SaveState } from './use-save-campaign.js';

export interface CampaignEditorProps {
  /** Null for one that has never been saved. */
  campaign: DeskCampaign_CampaignFragment | null;
  onSaved?: ((campaign: DeskCampaign_CampaignFragment) => void) | undefined;
  /** Told whenever there is something that only this window knows. */
  onDirty?: ((dirty: boolean) => void) | undefined;
}

export function CampaignEditor({ campaign, onSaved, onDirty }: CampaignEditorProps) {
  const { t } = useTranslation('desk');
  const language = useLanguage();
  const initial = useMemo(() => (campaign === null ? emptyDraft(language) : draftOf(campaign)), [campaign, language]);
  const [draft, setDraft] = useState(initial);
  const [dirty, setDirty] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const { state, save } = useSaveCampaign();
  const errorOf = useIssueWords(state.status === 'invalid' ? state.issues : []);
  useWarnBeforeLeaving(dirty);

  function mark(next: boolean): void {
    setDirty(next);
    onDirty?.(next);
  }
  function change(patch: Partial<Draft>): void {
    setDraft((before) => ({ ...before, ...patch }));
    mark(true);
  }
  async function handleSubmit(event: SyntheticEvent): Promise<void> {
    event.preventDefault();
    const saved = await save(campaign?.id ?? null, draft);
    if (saved === null) return;
    mark(false);
    onSaved?.(saved);
  }

  if (previewing) return <PreviewPane draft={draft} onBack={() => setPreviewing(false)} />;
  const part = { draft, change, errorOf };
  return (
    <form className={styles['editor']} noValidate onSubmit={(event) => void handleSubmit(event)}>
      <Outcome state={state} draft={draft} />
      <Section id="settings" heading={t('editor.settings')}>
        <EditorSettings {...part} />
      </Section>
      <Section id="texts" heading={t('editor.texts')}>
        <EditorTexts {...part} />
      </Section>
      <Section id="addressees" heading={t('editor.addressees')}>
        <EditorAddressees {...part} />
      </Section>
      <div className={styles['bar']}>
        <Button type="submit" busy={state.status === 'saving'}>
          {state.status === 'saving' ? t('editor.saving') : t('editor.save')}
        </Button>
        <Button variant="secondary" onClick={() => setPreviewing(true)}>
          {t('editor.preview')}
        </Button>
        <SaveLine state={state} dirty={dirty} />
      </div>
    </form>
  );
}

function PreviewPane({ draft, onBack }: { draft: Draft; onBack: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <Section id="preview" heading={t('editor.previewTitle')}>
      <div>
        <Button variant="secondary" onClick={onBack}>
          {t('editor.previewBack')}
        </Button>
      </div>
      <CampaignPreview draft={draft} />
    </Section>
  );
}

function SaveLine({ state, dirty }: { state: SaveState; dirty: boolean }) {
  const { t } = useTranslation('desk');
  const { dateTime } = useFormatters();
  const words = dirty
    ? t('editor.unsaved')
    : state.status === 'saved'
      ? t('editor.saved', { time: dateTime(state.at) })
      : '';
  return (
    <span role="status" className={styles['soft']}>
      {words}
    </span>
  );
}

function Outcome({ state, draft }: { state: SaveState; draft: Draft }) {
  const { t } = useTranslation('desk');
  const words = useVocabulary();
  const label = useFieldLabel(draft);
  const errorOf = useIssueWords(state.status === 'invalid' ? state.issues : []);
  const head = useRef<HTMLDivElement>(null);
  // The head of the form may be far above the button that was pressed.
  useEffect(() => head.current?.focus(), [state]);
  switch (state.status) {
    case 'invalid':
      return (
        <ErrorSummary
          ref={head}
          title={t('editor.errorTitle')}
          errors={state.issues.map(({ field }) => ({
            fieldId: fieldId(field),
            message: t('editor.issueAt', { field: label(field), issue: errorOf(field) ?? '' }),
          }))}
        />
      );
    case 'frozen':
      return (
        <div ref={head} tabIndex={-1}>
          <Notice tone="danger" role="alert" title={t('editor.frozenTitle')}>
            <p>{t('editor.frozenBody', { status: words.campaignStatus(state.campaignStatus) })}</p>
          </Notice>
        </div>
      );
    case 'failed':
      return (
        <div ref={head} tabIndex={-1}>
          <Notice tone="danger" role="alert" title={t('editor.failedTitle')}>
            <p>{t('editor.failedBody')}</p>
          </Notice>
        </div>
      );
    case 'idle':
    case 'saving':
    case 'saved':
      return null;
  }
}

/** The browser asks before a window with unsaved words is closed. */
function useWarnBeforeLeaving(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);
}
