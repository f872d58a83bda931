import { LANGUAGES, type Language } from '@sos/domain';
import { createI18n } from '@sos/i18n';

import type { MailContent, MailTemplate } from '../platform.types.js';

export interface ComposedMail extends MailContent {
  readonly language: Language;
}

const RULE = '\n\n' + '–'.repeat(20) + '\n\n';

async function demonstrationLine(language: Language): Promise<string> {
  const t = (await createI18n(language, ['mail'])).getFixedT(language, 'mail');
  return `${t('demonstration')}\n\n`;
}

/**
 * One mail in every language, the subject's own first: whoever reads it may not be who chose the language.
 * Null when there is nothing to send any more.
 */
export async function composeMail(
  template: MailTemplate,
  subjectId: string,
  first: Language,
  demo: boolean,
): Promise<ComposedMail | null> {
  const order = [first, ...LANGUAGES.filter((language) => language !== first)];
  const parts: string[] = [];
  let head: MailContent | null = null;
  for (const language of order) {
    const content = await template(subjectId, language);
    if (!content) return null;
    head ??= content;
    parts.push(`${demo ? await demonstrationLine(language) : ''}${content.text.trim()}`);
  }
  return head && { ...head, text: `${parts.join(RULE)}\n`, language: first };
}
