import { createContext, useContext, type ReactNode } from 'react';

export interface LanguageText {
  readonly language: string;
  readonly text: string;
}

/** What a page must know about the service it belongs to. */
export interface ServiceInfo {
  readonly demo: boolean;
  readonly siteOrigin: string;
  readonly appOrigin: string;
  readonly contactAddress: string;
  /** What an administrator says on every page: in every language, or nothing. */
  readonly banner: readonly LanguageText[];
}

const ServiceContext = createContext<ServiceInfo>({
  demo: false,
  siteOrigin: '',
  appOrigin: '',
  contactAddress: '',
  banner: [],
});

export function ServiceProvider({ service, children }: { service: ServiceInfo; children: ReactNode }) {
  return <ServiceContext value={service}>{children}</ServiceContext>;
}

export function useService(): ServiceInfo {
  return useContext(ServiceContext);
}
