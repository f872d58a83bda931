import { render } from '@testing-library/react';
import fc from 'fast-check';

import { parseSearch, searchPath } from '../features/resources/resources-address.js';
import { Markdown } from './markdown.js';

/** Two hundred in every run of the tests; `pnpm fuzz` says more. */
const numRuns = Number(process.env['SOS_FUZZ_RUNS'] ?? '200');
const ALLOWED =
  'P H2 H3 H4 H5 H6 UL OL LI BLOCKQUOTE HR EM STRONG A BR CODE PRE DIV DEL SPAN TABLE THEAD TBODY TR TH TD'.split(' ');

/** Signs of the language among letters, and beginnings of what must never become an element or a place to go. */
const piece = fc.oneof(
  fc.constantFrom(
    '#',
    '*',
    '_',
    '[',
    ']',
    '(',
    ')',
    '`',
    '>',
    '-',
    '|',
    '\n',
    '\n\n',
    '<',
    '&',
    '\\',
    '![',
    '](',
    '~~',
  ),
  fc.constantFrom(
    '<script>alert(1)</script>',
    'javascript:alert(1)',
    '<img src=x onerror=alert(1)>',
    'data:text/html,x',
    'https://a.example',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

test('any text becomes elements that we named, and links to the web or to mail', () => {
  fc.assert(
    fc.property(text, (source) => {
      const { container, unmount } = render(<Markdown source={source} />);
      // Read once more, as a browser reads what a server wrote.
      const page = new DOMParser().parseFromString(container.innerHTML, 'text/html');
      unmount();
      // eslint-disable-next-line testing-library/no-node-access -- every element there is, whatever it is
      const elements = Array.from(page.body.querySelectorAll('*'));
      expect(elements.map(({ tagName }) => tagName).filter((name) => !ALLOWED.includes(name))).toEqual([]);
      const attributes = elements.flatMap((element) => element.getAttributeNames());
      expect(attributes.filter((name) => name.startsWith('on') || name === 'style' || name === 'src')).toEqual([]);
      const links = elements.flatMap((element) => element.getAttribute('href') ?? []);
      expect(links.filter((href) => !/^(https?:\/\/|mailto:)/.test(href))).toEqual([]);
    }),
    { numRuns },
  );
});

test('any address of a search is understood, and written again means the same', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('q', 'category', 'region', 'offeredIn', 'urgent', 'page', '__proto__'),
        fc.string({ unit: 'binary' }),
      ),
      (asked) => {
        const search = parseSearch(new URLSearchParams(asked));
        const again = new URL(searchPath(search, { page: search.page }), 'https://sos.example').searchParams;
        expect(parseSearch(again)).toEqual(search);
      },
    ),
    { numRuns },
  );
});
