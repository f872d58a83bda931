import { createContext, useContext, type ReactNode } from 'react';

/** What a page must know about the service it belongs to. */
export interface ServiceInfo {
  readonly demo: boolean;
  readonly siteOrigin: string;
  readonly appOrigin: string;
  readonly contactAddress: string;
}

const ServiceContext = createContext<ServiceInfo>({ demo: false, siteOrigin: '', appOrigin: '', contactAddress: '' });

export function ServiceProvider({ service, children }: { service: ServiceInfo; children: ReactNode }) {
  return <ServiceContext value={service}>{children}</ServiceContext>;
}

export function useService(): ServiceInfo {
  return useContext(ServiceContext);
}
