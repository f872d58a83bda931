import { Link, NavLink, type LinkProps, type NavLinkProps } from 'react-router-dom';

import { useLanguage } from './locale.js';
import { sitePath } from './site-path.js';

export interface SiteLinkProps extends Omit<LinkProps, 'to'> {
  /** A path without language: `/resources/some-slug`. */
  to: string;
}

/** A link between public pages, kept in the reader's language. */
export function SiteLink({ to, ...rest }: SiteLinkProps) {
  return <Link {...rest} to={sitePath(useLanguage(), to)} />;
}

export function SiteNavLink({ to, ...rest }: Omit<NavLinkProps, 'to'> & { to: string }) {
  return <NavLink {...rest} to={sitePath(useLanguage(), to)} />;
}

/** Builds addresses for what takes an `href`: forms, breadcrumbs, pages of a list. */
export function useSitePath(): (path: string) => string {
  const language = useLanguage();
  return (path) => sitePath(language, path);
}
