import { useTranslation } from 'react-i18next';

export interface PageHeadProps {
  title: string;
  /** One sentence for search results and pasted links. */
  description?: string | undefined;
}

/** React lifts these into the head, on the server and in the browser. */
export function PageHead({ title, description }: PageHeadProps) {
  const { t } = useTranslation('common');
  const full = t('head.title', { title });
  return (
    <>
      <title>{full}</title>
      <meta property="og:title" content={title} />
      {description === undefined ? null : <meta name="description" content={description} />}
      {description === undefined ? null : <meta property="og:description" content={description} />}
    </>
  );
}
