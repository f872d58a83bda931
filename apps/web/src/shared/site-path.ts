import { isLanguage, type Language } from '@sos/i18n';

/** The canonical address of a public page: `sitePath('es', '/resources')` → `/es/resources`. */
export function sitePath(language: Language, path: string): string {
  const bare = path.startsWith('/') ? path : `/${path}`;
  return bare === '/' ? `/${language}` : `/${language}${bare}`;
}

export interface SplitPath {
  /** Null for a bare address, which answers in the language negotiated with the reader's browser. */
  readonly language: Language | null;
  readonly path: string;
}

export function splitSitePath(pathname: string): SplitPath {
  const [, first = '', ...rest] = pathname.split('/');
  if (!isLanguage(first)) return { language: null, path: pathname };
  return { language: first, path: `/${rest.join('/')}` };
}
