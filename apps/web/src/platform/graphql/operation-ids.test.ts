import { ApolloClient, ApolloLink, InMemoryCache, Observable } from '@apollo/client';

import { AppShellDocument, AppSignOutDocument } from '../../app/app-shell.generated.js';
import { CampaignScreenDocument } from '../../features/campaigns/campaign-screen.generated.js';
import { byIdLink, idOfPrinted, wireText } from './operation-ids.js';
import { operationTexts } from './operation-texts.js';

const documents = [AppShellDocument, AppSignOutDocument, CampaignScreenDocument];

test('what the app sends is the id of a text that the build has collected, and no text', async () => {
  const ids = await Promise.all((await operationTexts(documents)).map((text) => idOfPrinted(text)));
  const sent: { context: unknown; extensions: unknown }[] = [];
  const end = new ApolloLink((operation) => {
    const { http } = operation.getContext();
    sent.push({ context: http, extensions: operation.extensions });
    return new Observable((observer) => {
      observer.next({ data: null });
      observer.complete();
    });
  });
  const client = new ApolloClient({ dataMasking: true, cache: new InMemoryCache(), link: byIdLink().concat(end) });
  await client.mutate({ mutation: AppSignOutDocument, fetchPolicy: 'no-cache' });
  await client.query({ query: AppShellDocument, fetchPolicy: 'no-cache' });
  await client.query({
    query: CampaignScreenDocument,
    variables: { slug: 'x', language: 'en' },
    fetchPolicy: 'no-cache',
  });
  expect(sent).toHaveLength(3);
  for (const { context, extensions } of sent) {
    expect(context).toMatchObject({ includeQuery: false, includeExtensions: true });
    expect(ids).toContain((extensions as { persistedQuery: { sha256Hash: string } }).persistedQuery.sha256Hash);
  }
});

test('the hurried sign-out has the same id as the usual one', async () => {
  expect(await operationTexts([AppSignOutDocument])).toEqual([wireText(AppSignOutDocument)]);
});
