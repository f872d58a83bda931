/** What is sent to /graphql: an object becomes JSON, a string goes as it is. */
export interface GraphqlAttack {
  readonly name: string;
  readonly body: string | object;
  readonly headers?: Readonly<Record<string, string>>;
}

const repeat = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, n) => make(n)).join(' ');
const nested = (open: string, close: string, depth: number, inner: string): string =>
  open.repeat(depth) + inner + close.repeat(depth);

const doubling = (depth: number): string =>
  `{ ...f0 } ${repeat(depth, (n) => (n + 1 === depth ? `fragment f${n} on Query { service { demo } }` : `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`))}`;

const BOMBS: readonly (readonly [name: string, query: string])[] = [
  [
    'introspection nested without end',
    `{ __schema { types { ${nested('ofType { fields { type { ', ' } } }', 12, 'name')} } } }`,
  ],
  [
    'introspection through a fragment',
    `query { ...S } fragment S on Query { __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType { name } } } } } } } } } } } }`,
  ],
  ['aliases of one field', `{ ${repeat(40, (n) => `a${n}: service { demo }`)} }`],
  ['aliases deep inside', `{ service { ${repeat(60, (n) => `a${n}: demo`)} } }`],
  ['aliases in a fragment', `{ service { ...F } } fragment F on Service { ${repeat(60, (n) => `a${n}: demo`)} }`],
  [
    'sign-in tried a hundred times in one operation',
    `mutation { ${repeat(100, (n) => `a${n}: signIn(input: { email: "a@b.example", password: "${n}" }) { __typename }`)} }`,
  ],
  [
    'sign-in tried six times in one operation',
    `mutation { ${repeat(6, (n) => `a${n}: signIn(input: { email: "a@b.example", password: "${n}" }) { __typename }`)} }`,
  ],
  ['directives on one field', `{ service { demo ${'@include(if: true) '.repeat(60)} } }`],
  ['unknown directives', `{ service { demo ${repeat(40, (n) => `@a${n}`)} } }`],
  ['directives on the operation', `query ${'@x '.repeat(60)} { service { demo } }`],
  ['more tokens than any screen has', `{ service { ${'demo '.repeat(2000)} } }`],
  ['fields said again and again', `{ service { ${'demo '.repeat(1400)} } }`],
  ['a fragment that holds itself', `{ ...A } fragment A on Query { service { demo } ...A }`],
  ['two fragments that hold each other', `{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }`],
  ['a circle of forty fragments', `{ ...f0 } ${repeat(40, (n) => `fragment f${n} on Query { ...f${(n + 1) % 40} }`)}`],
  ['a circle inside a type', `{ service { ...A } } fragment A on Service { ...B } fragment B on Service { demo ...A }`],
  ['a fragment that doubles twenty times', doubling(20)],
  ['a fragment that doubles a hundred times', doubling(100)],
  ['fragments that nobody uses', `{ service { demo } } ${repeat(100, (n) => `fragment f${n} on Service { demo }`)}`],
  ['variables that nobody uses', `query (${repeat(200, (n) => `$v${n}: String`)}) { service { demo } }`],
  ['inline fragments within each other', `{ ${nested('... on Query { ', ' }', 200, 'service { demo }')} }`],
  ['lists within lists', `{ resources(language: "en", filter: { search: ${nested('[', ']', 600, '1')} }) { total } }`],
  [
    'objects within objects',
    `{ resources(language: "en", filter: ${nested('{ search: ', ' }', 300, '1')}) { total } }`,
  ],
  ['lists in a type', `query ($a: ${nested('[', ']', 600, 'String')}) { service { demo } }`],
  ['eight fields at the root', `{ ${repeat(8, (n) => `a${n}: resources(language: "en", filter: {}) { total }`)} }`],
  [
    'a campaign within a campaign',
    `{ dashboard(language: "en") { awaiting { campaign { ${'text { title } addressees { id } organisations { id } updates { id } '.repeat(40)} } } } }`,
  ],
  ['two operations and no name', `query A { service { demo } } query B { service { demo } }`],
  ['two operations of one name', `query A { service { demo } } query A { service { demo } }`],
  ['a subscription', `subscription { service { demo } }`],
  ['an answer in parts', `{ ... @defer { service { demo } } }`],
  ['a stream', `{ campaigns(language: "en", filter: { list: "open" }) @stream { id } }`],
  ['a definition of a type', `type Query { x: Int } { service { demo } }`],
  ['an extension of the schema', `extend type Query { x: Int }`],
  ['nothing at all', ''],
  ['a comment', '# nothing'],
  ['half a string', '{ service(a: "'],
  ['half an escape', '{ service(a: "\\u{") { demo } }'],
  ['half a surrogate', '{ service(a: "\\uD800") { demo } }'],
  ['a zero byte', '{ service\u0000 { demo } }'],
  ['a number larger than any', `{ resources(language: "en", filter: { page: 99999999999999999999 }) { total } }`],
  ['a number with a thousand digits', `{ resources(language: "en", filter: { page: ${'9'.repeat(1000)} }) { total } }`],
  ['a page before the first', `{ resources(language: "en", filter: { page: -1 }) { total } }`],
  ['a page in halves', `{ resources(language: "en", filter: { page: 1.5 }) { total } }`],
  ['a list the table does not know', `{ campaigns(language: "en", filter: { list: "drafts" }) { id } }`],
  ['a language that is a path', `{ campaigns(language: "../../etc", filter: { list: "open" }) { id } }`],
  ['a mutation in a query', `query { signOut { signedOut } }`],
  ['a type asked of the wrong parent', `{ service { ... on Viewer { id } } }`],
];

const SEARCH = 'query ($filter: ResourceFilter!) { resources(language: "en", filter: $filter) { total } }';
const RESOURCE = 'query ($slug: String!) { resource(language: "en", slug: $slug) { id } }';
const CASE = 'query ($id: ID!) { case(id: $id) { summary { id } } }';

const VALUES: readonly (readonly [name: string, body: string | object])[] = [
  ['a search of ninety thousand letters', { query: SEARCH, variables: { filter: { search: 'a'.repeat(90_000) } } }],
  ['a search that is a list', { query: SEARCH, variables: { filter: { search: ['a', 'b'] } } }],
  ['a search that is an object', { query: SEARCH, variables: { filter: { search: { $gt: '' } } } }],
  ['a field that the input has not', { query: SEARCH, variables: { filter: { admin: true } } }],
  ['infinity', `{"query":${JSON.stringify(SEARCH)},"variables":{"filter":{"page":1e400}}}`],
  ['a word for a number', { query: SEARCH, variables: { filter: { page: '1' } } }],
  ['a word for yes', { query: SEARCH, variables: { filter: { emergencyOnly: 'true' } } }],
  ['nothing for what must be there', { query: RESOURCE, variables: { slug: null } }],
  ['no variables where they are needed', { query: RESOURCE }],
  ['a name that is a number', { query: RESOURCE, variables: { slug: 7 } }],
  ['a name that is a list of itself', { query: RESOURCE, variables: { slug: [[['x']]] } }],
  [
    'variables nested ten thousand deep',
    `{"query":${JSON.stringify(SEARCH)},"variables":{"filter":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
  ],
  [
    'objects nested ten thousand deep',
    `{"query":${JSON.stringify(SEARCH)},"variables":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
  ],
  [
    'a list of forty thousand',
    { query: SEARCH, variables: { filter: { search: 'x' }, more: Array.from({ length: 40_000 }, () => 1) } },
  ],
  [
    'six thousand variables',
    { query: RESOURCE, variables: Object.fromEntries(Array.from({ length: 6_000 }, (_, n) => [`v${n}`, n])) },
  ],
  [
    'the prototype of every object',
    `{"query":${JSON.stringify(SEARCH)},"variables":{"filter":{"__proto__":{"polluted":true}}}}`,
  ],
  ['the prototype at the top', `{"__proto__":{"polluted":true},"query":"{ service { demo } }"}`],
  [
    'the constructor’s prototype',
    `{"query":${JSON.stringify(SEARCH)},"variables":{"filter":{"constructor":{"prototype":{"polluted":true}}}}}`,
  ],
  ['variables as text', { query: RESOURCE, variables: '{"slug":"x"}' }],
  ['variables as a list', { query: RESOURCE, variables: ['x'] }],
  ['extensions as text', { query: '{ service { demo } }', extensions: 'x' }],
  ['a query that is parsed already', { query: { kind: 'Document', definitions: [] } }],
  ['a query that is a list', { query: ['{ service { demo } }'] }],
  ['a query that is a number', { query: 1 }],
  ['an operation name that is an object', { query: 'query A { service { demo } }', operationName: { $ne: '' } }],
  ['an operation name that is not there', { query: 'query A { service { demo } }', operationName: 'B' }],
  ['an operation name of every object', { query: 'query A { service { demo } }', operationName: '__proto__' }],
  ['two requests in a list', [{ query: '{ service { demo } }' }, { query: '{ service { demo } }' }]],
  ['a hundred requests in a list', Array.from({ length: 100 }, () => ({ query: '{ service { demo } }' }))],
  ['a request in a list', [{ query: '{ service { demo } }' }]],
  ['requests under numbers', { 0: { query: '{ service { demo } }' }, 1: { query: '{ service { demo } }' } }],
  [
    'a text taught under its hash',
    { query: '{ service { demo } }', extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } },
  ],
  ['a hash that nobody taught', { extensions: { persistedQuery: { version: 1, sha256Hash: 'f'.repeat(64) } } }],
  ['a hash that is a path', { extensions: { persistedQuery: { version: 1, sha256Hash: '../../operations.json' } } }],
  ['a hash that is an object', { extensions: { persistedQuery: { version: 1, sha256Hash: { length: 64 } } } }],
  ['a hash of every object', { extensions: { persistedQuery: { version: 1, sha256Hash: 'toString' } } }],
  ['a case by a list of ids', { query: CASE, variables: { id: ['a', 'b'] } }],
  ['a case by an object', { query: CASE, variables: { id: { $ne: null } } }],
  ['a case by nothing', { query: CASE, variables: { id: '' } }],
  ['more than a hundred thousand bytes', { query: `# ${'x'.repeat(120_000)}\n{ service { demo } }` }],
  ['half of some JSON', '{"query":'],
  ['JSON with a comment', '{"query":"{ service { demo } }" /* x */}'],
  ['a word', '"{ service { demo } }"'],
  ['nothing', 'null'],
  ['no bytes', ''],
  ['a mark before the JSON and rubbish after', '{"query":"{ service { demo } }"}}'],
];

const INJECTIONS = [
  "' OR '1'='1",
  '\'; DROP TABLE "Account";--',
  '\' UNION SELECT secret FROM "Credential"--',
  '$1',
  "\\'; SELECT pg_sleep(9);--",
  '%27%20OR%201=1',
  '{{7*7}}',
  '${7*7}',
  '../../etc/passwd',
  'x\u0000y',
  '\u202Eslug',
  'a'.repeat(5_000),
];

export const GRAPHQL_ATTACKS: readonly GraphqlAttack[] = [
  ...BOMBS.map(([name, query]) => ({ name: `bomb: ${name}`, body: { query } })),
  ...VALUES.map(([name, body]) => ({ name: `value: ${name}`, body })),
  ...INJECTIONS.map((slug) => ({
    name: `injection as a name: ${JSON.stringify(slug.slice(0, 30))}`,
    body: { query: RESOURCE, variables: { slug } },
  })),
  ...INJECTIONS.map((id) => ({
    name: `injection as an id: ${JSON.stringify(id.slice(0, 30))}`,
    body: { query: CASE, variables: { id } },
  })),
  {
    name: 'carrier: a form',
    body: 'query={service{demo}}',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  },
  {
    name: 'carrier: text that is JSON',
    body: '{"query":"{service{demo}}"}',
    headers: { 'content-type': 'text/plain' },
  },
  {
    name: 'carrier: parts with a file',
    body: '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{service{demo}}"}\r\n--x--',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  },
  {
    name: 'carrier: XML',
    body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
    headers: { 'content-type': 'application/xml' },
  },
  { name: 'carrier: GraphQL itself', body: '{ service { demo } }', headers: { 'content-type': 'application/graphql' } },
  { name: 'carrier: no type', body: '{"query":"{service{demo}}"}', headers: { 'content-type': '' } },
  { name: 'carrier: packed bytes', body: '{"query":"{service{demo}}"}', headers: { 'content-encoding': 'gzip' } },
];
