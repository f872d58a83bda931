import type { ApolloClient } from '@apollo/client';
import { ApolloProvider } from '@apollo/client/react';
import type { Language } from '@sos/i18n';
import type { i18n } from 'i18next';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';

import { LocaleProvider } from '../shared/locale.js';
import { ResponseProvider, type ResponseSink } from '../shared/response.js';
import { ServiceProvider, type ServiceInfo } from '../shared/service.js';

export interface SiteProvidersProps {
  client: ApolloClient;
  i18n: i18n;
  language: Language;
  service: ServiceInfo;
  submission: unknown;
  sink?: ResponseSink;
  children: ReactNode;
}

/** The same tree on the server and in the browser, or useId would count differently. */
export function SiteProviders({ client, i18n, language, service, submission, sink, children }: SiteProvidersProps) {
  return (
    <ApolloProvider client={client}>
      <I18nextProvider i18n={i18n}>
        <LocaleProvider language={language} timeZone="UTC">
          <ServiceProvider service={service}>
            <ResponseProvider sink={sink ?? null} submission={submission}>
              {children}
            </ResponseProvider>
          </ServiceProvider>
        </LocaleProvider>
      </I18nextProvider>
    </ApolloProvider>
  );
}
