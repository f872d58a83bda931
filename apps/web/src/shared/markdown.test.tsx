import { render, screen } from '@testing-library/react';

import { Markdown } from './markdown.js';

test('paragraphs, headings, lists, quotations and emphasis are drawn', () => {
  render(
    <Markdown source={'## Water\n\nIt is **public**.\n\n- one\n- two\n\n> We said so.\n\n1. first'} headingLevel={3} />,
  );
  expect(screen.getByRole('heading', { level: 3, name: 'Water' })).toBeVisible();
  expect(screen.getByText('public').tagName).toBe('STRONG');
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['one', 'two', 'first']);
  expect(screen.getByRole('blockquote')).toHaveTextContent('We said so.');
});

test('HTML in a text is shown as characters and never becomes an element', () => {
  const { container } = render(
    <Markdown source={'<script>alert(1)</script>\n\nBefore <img src=x onerror=alert(1)> after'} />,
  );
  expect(screen.queryByRole('img')).toBeNull();
  expect(container).toHaveTextContent('<img src=x onerror=alert(1)>');
});

test('a link that is no web or mail address is only its words', () => {
  render(
    <Markdown
      source={
        '[safe](https://example.org) [mail](mailto:a@example.org) [run](javascript:alert(1)) [data](data:text/html,x) ![shot](https://example.org/x.png)'
      }
    />,
  );
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual(['safe', 'mail']);
  expect(screen.getByRole('link', { name: 'safe' })).toHaveAttribute('rel', 'noopener noreferrer');
  expect(screen.queryByRole('img')).toBeNull();
});

test('marks and entities are shown once, as they were written', () => {
  const { container } = render(<Markdown source={'Land & life < profit, "now" \\*stars\\* `code`'} />);
  expect(container).toHaveTextContent('Land & life < profit, "now" *stars*');
});
